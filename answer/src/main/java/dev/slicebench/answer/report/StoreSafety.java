package dev.slicebench.answer.report;

import dev.slicebench.answer.Evidence;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.Standing;
import dev.slicebench.evidence.run.Run;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where the modes stand on one store.
 *
 * @param source what saw it
 * @param standings a mode that is missing was not looked at
 */
record StoreSafety(String store, String source, List<Standing> standings) {

  /** As a run's own probes saw it. */
  private static StoreSafety of(Run run, String label) {
    return new StoreSafety(
        Provenance.store(run.envelope()) + labelled(label),
        "probes of " + run.folder().getFileName(),
        run.envelope().standings());
  }

  /** As {@code slicebench verify} found it. */
  static StoreSafety of(VerificationReport report) {
    return of(report, "");
  }

  private static StoreSafety of(VerificationReport report, String label) {
    SidecarInfo sidecar = report.sidecar();
    SidecarInfo.Component component = sidecar.component();
    return new StoreSafety(
        "%s (%s %s)".formatted(Provenance.store(sidecar), component.type(), component.version())
            + labelled(label),
        "verify, profile %s, %s".formatted(report.profile(), report.startedAt().substring(0, 10)),
        report.modes().stream()
            .map(mode -> new Standing(mode.mode(), verdict(mode.standing()), mode.reason()))
            .toList());
  }

  private static Standing.Verdict verdict(VerificationReport.Standing standing) {
    return switch (standing) {
      case SAFE -> Standing.Verdict.SAFE;
      case UNSAFE -> Standing.Verdict.UNSAFE;
      case UNSUPPORTED -> Standing.Verdict.UNSUPPORTED;
      case INCONCLUSIVE, NOT_ASKED -> Standing.Verdict.UNPROVEN;
    };
  }

  private static String labelled(String label) {
    return label.isEmpty() ? "" : " [" + label + "]";
  }

  /**
   * Store by store: what was verified, and what runs saw of the stores that were not verified in
   * the same place. What was verified of the embedded sidecar is no verdict on any store, and left
   * out.
   */
  static List<StoreSafety> of(List<Evidence> evidence) {
    List<StoreSafety> stores = new ArrayList<>();
    for (Evidence one : evidence) {
      List<VerificationReport> verified =
          one.verified().stream()
              .filter(report -> report.sidecar().kind() != SidecarKind.EMBEDDED)
              .toList();
      verified.forEach(report -> stores.add(of(report, one.label())));
      one.results().latest().stream()
          .filter(
              run ->
                  verified.stream()
                      .noneMatch(report -> isSame(report.sidecar(), run.envelope().sidecar())))
          .forEach(run -> stores.add(of(run, one.label())));
    }
    return stores;
  }

  private static boolean isSame(SidecarInfo one, SidecarInfo other) {
    return one.kind() == other.kind() && one.component().equals(other.component());
  }

  /** The verdict on a mode, in a word. */
  String verdict(SliceMode mode) {
    return standings.stream()
        .filter(standing -> standing.mode() == mode)
        .map(standing -> standing.verdict().name().toLowerCase(Locale.ROOT))
        .findFirst()
        .orElse("not tried");
  }
}
