package dev.slicebench.bench.report.page;

import dev.slicebench.bench.report.Run;
import dev.slicebench.bench.run.Standing;
import dev.slicebench.conformance.verify.VerificationReport;
import dev.slicebench.sidecar.SidecarInfo;
import dev.slicebench.store.SliceMode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where the modes stand on one store.
 *
 * @param source what saw it
 * @param standings a mode that is missing was not looked at
 */
record StoreSafety(String store, String source, List<Standing> standings) {

  /** As a run's own probes saw it. */
  static StoreSafety of(Run run) {
    return new StoreSafety(
        Provenance.store(run.envelope()),
        "probes of " + run.folder().getFileName(),
        run.envelope().standings());
  }

  /** As {@code slicebench verify} found it. */
  static StoreSafety of(VerificationReport report) {
    SidecarInfo sidecar = report.sidecar();
    SidecarInfo.Component component = sidecar.component();
    return new StoreSafety(
        "%s (%s %s)".formatted(Provenance.store(sidecar), component.type(), component.version()),
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

  /**
   * Store by store: what was verified, and what runs saw of the stores that were not.
   *
   * @param runs the runs of a report
   * @param verified the verifications of the same stores, and of others
   */
  static List<StoreSafety> of(List<Run> runs, List<VerificationReport> verified) {
    return Stream.concat(
            verified.stream().map(StoreSafety::of),
            runs.stream()
                .filter(
                    run ->
                        verified.stream()
                            .noneMatch(one -> isSame(one.sidecar(), run.envelope().sidecar())))
                .map(StoreSafety::of))
        .toList();
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
