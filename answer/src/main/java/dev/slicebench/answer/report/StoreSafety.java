package dev.slicebench.answer.report;

import dev.slicebench.answer.Evidence;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.run.Run;
import dev.slicebench.evidence.verification.SafetyEvidence;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safety of the modes on one store.
 *
 * @param standings a mode that is missing was not looked at
 */
record StoreSafety(String store, List<Safety> standings) {

  /** Returns what {@code slicebench verify} found. */
  static StoreSafety of(VerificationReport report) {
    return new StoreSafety(name(report.sidecar(), ""), report.safety());
  }

  private static String name(SidecarInfo sidecar, String label) {
    SidecarInfo.Component component = sidecar.component();
    return "%s (%s %s)%s"
        .formatted(
            Provenance.store(sidecar),
            component.type(),
            component.version(),
            label.isEmpty() ? "" : " [" + label + "]");
  }

  /**
   * Returns the safety store by store: of those that runs measured, from all evidence, and then of
   * those that were verified only. What was verified on the embedded sidecar is no verdict on any
   * store, and left out.
   */
  static List<StoreSafety> of(List<Evidence> evidence) {
    List<VerificationReport> verified =
        evidence.stream().flatMap(one -> one.verified().stream()).toList();
    List<StoreSafety> stores = new ArrayList<>();
    List<SidecarInfo> measured = new ArrayList<>();
    for (Evidence one : evidence) {
      Map<String, List<Run>> byStore = new LinkedHashMap<>();
      for (Run run : one.results().runs()) {
        byStore
            .computeIfAbsent(
                name(run.envelope().sidecar(), one.label()), store -> new ArrayList<>())
            .add(0, run);
      }
      byStore.forEach(
          (store, newestFirst) -> {
            SidecarInfo sidecar = newestFirst.get(0).envelope().sidecar();
            measured.add(sidecar);
            List<Safety> probed =
                newestFirst.stream().flatMap(run -> run.envelope().standings().stream()).toList();
            stores.add(new StoreSafety(store, SafetyEvidence.of(sidecar, probed, verified)));
          });
    }
    for (Evidence one : evidence) {
      one.verified().stream()
          .filter(report -> report.sidecar().kind() != SidecarKind.EMBEDDED)
          .filter(report -> measured.stream().noneMatch(report::isOf))
          .forEach(
              report ->
                  stores.add(
                      new StoreSafety(name(report.sidecar(), one.label()), report.safety())));
    }
    return stores;
  }

  /** Returns the verdict on a mode, in a word. */
  String verdict(SliceMode mode) {
    return standings.stream()
        .filter(standing -> standing.mode() == mode)
        .map(standing -> standing.verdict().word())
        .findFirst()
        .orElse("not tried");
  }
}
