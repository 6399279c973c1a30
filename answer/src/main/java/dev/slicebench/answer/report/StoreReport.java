package dev.slicebench.answer.report;

import dev.slicebench.answer.Answer;
import dev.slicebench.answer.Evidence;
import dev.slicebench.answer.figure.Chart;
import dev.slicebench.answer.figure.Figure;
import dev.slicebench.answer.figure.Section;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Run;
import dev.slicebench.evidence.verification.SafetyEvidence;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a report says of one store, from the evidence of one machine.
 *
 * @param label whose evidence it is, in a word or two; empty where that goes without saying
 * @param runs the latest of each configuration, the newest without added latency first; none where
 *     the store was verified only
 * @param delayed all runs with added latency, the newest first
 * @param safety a mode that is missing was not looked at
 * @param answer empty where there is none
 */
record StoreReport(
    SidecarInfo sidecar,
    String label,
    List<Run> runs,
    List<Run> delayed,
    List<Safety> safety,
    Optional<Answer> answer) {

  /**
   * Returns the stores that runs measured, those with an answer in the order of the answers, and
   * then the stores that were verified only. What was verified on the embedded sidecar is no
   * verdict on any store, and left out.
   */
  static List<StoreReport> of(List<Evidence> evidence, List<Answer> answers) {
    List<VerificationReport> verified =
        evidence.stream().flatMap(one -> one.verified().stream()).toList();
    List<StoreReport> stores = new ArrayList<>();
    for (Evidence one : evidence) {
      Map<SidecarInfo.Store, List<Run>> byStore = new LinkedHashMap<>();
      for (Run run : one.results().runs()) {
        byStore
            .computeIfAbsent(run.envelope().sidecar().store(), store -> new ArrayList<>())
            .add(0, run);
      }
      byStore
          .values()
          .forEach(newestFirst -> stores.add(measured(newestFirst, one, verified, answers)));
    }
    stores.sort(
        Comparator.comparingInt(
            store -> store.answer().map(answers::indexOf).orElse(answers.size())));
    for (Evidence one : evidence) {
      List<VerificationReport> unmeasured =
          one.verified().stream()
              .filter(report -> report.sidecar().kind() != SidecarKind.EMBEDDED)
              .filter(report -> stores.stream().map(StoreReport::sidecar).noneMatch(report::isOf))
              .toList();
      stores.addAll(verified(unmeasured, verified, one.label()));
    }
    return stores;
  }

  private static StoreReport measured(
      List<Run> newestFirst,
      Evidence evidence,
      List<VerificationReport> verified,
      List<Answer> answers) {
    SidecarInfo sidecar = newestFirst.get(0).envelope().sidecar();
    List<Safety> probed =
        newestFirst.stream().flatMap(run -> run.envelope().standings().stream()).toList();
    List<Run> latest = evidence.results().latest();
    return new StoreReport(
        sidecar,
        evidence.label(),
        newestFirst.stream()
            .filter(latest::contains)
            .sorted(Comparator.comparing(run -> run.envelope().latency() != null))
            .toList(),
        newestFirst.stream().filter(run -> run.envelope().latency() != null).toList(),
        SafetyEvidence.of(sidecar, probed, verified),
        answers.stream().filter(answer -> newestFirst.contains(answer.newest())).findFirst());
  }

  private static List<StoreReport> verified(
      List<VerificationReport> some, List<VerificationReport> all, String label) {
    return SafetyEvidence.firstOfEachStore(some).stream()
        .map(VerificationReport::sidecar)
        .map(
            store ->
                new StoreReport(
                    store,
                    label,
                    List.of(),
                    List.of(),
                    SafetyEvidence.of(store, all),
                    Optional.empty()))
        .toList();
  }

  /** Returns the stores that {@code slicebench verify} looked at. */
  static List<StoreReport> of(List<VerificationReport> verified) {
    return verified(verified, verified, "");
  }

  /** Returns the store and its component, and whose evidence it is. */
  String title() {
    return title(sidecar) + (label.isEmpty() ? "" : " [" + label + "]");
  }

  /** Returns a store and its component. */
  static String title(SidecarInfo sidecar) {
    return "%s (%s %s)"
        .formatted(
            Provenance.store(sidecar), sidecar.component().type(), sidecar.component().version());
  }

  /** Returns what a run was measured on, and whose run it is. */
  String title(Run run) {
    return Provenance.store(run.envelope()) + (label.isEmpty() ? "" : " (" + label + ")");
  }

  /** Returns what was found of a mode; empty where it was not looked at. */
  Optional<Safety> safety(SliceMode mode) {
    return safety.stream().filter(one -> one.mode() == mode).findFirst();
  }

  /** Returns the verdict on a mode, in a word. */
  String verdict(SliceMode mode) {
    return safety(mode).map(one -> one.verdict().word()).orElse("not tried");
  }

  /**
   * Returns its times side by side, from the newest run; empty where there is none.
   *
   * @param id of the store in the page
   */
  Optional<Figure> glance(String id) {
    if (runs.isEmpty()) {
      return Optional.empty();
    }
    Run newest = runs.get(0);
    List<Chart> charts = StoreFigures.glance(newest);
    return charts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Figure(
                id + "-glance",
                "Times at a glance: " + title(newest),
                "Milliseconds with the 95 % confidence interval: less is better. Filled marks are this"
                    + " project's protocol, hollow ones the original's in the same mode. The dashed"
                    + " line, the floor, is the fewest raw Dapr calls that could do it.",
                charts,
                StoreFigures.table(newest)));
  }

  /**
   * Returns all that was measured: by the newest run, over latency, and by older runs.
   *
   * @param id of the store in the page
   */
  List<Section> sections(String id, Optional<Ledgers> ledgers) {
    List<Section> sections = new ArrayList<>();
    for (Run run : runs) {
      String own = sections.isEmpty() ? id : id + "-older-" + sections.size();
      sections.add(
          new Section(
              own + "-figures",
              "%s: %s, %s"
                  .formatted(
                      sections.isEmpty()
                          ? "All figures"
                          : run.envelope().latency() == null ? "An older run" : "With latency",
                      Provenance.store(run.envelope()),
                      Provenance.day(run.envelope())),
              Provenance.sentence(run),
              false,
              StoreFigures.of(run, own)));
    }
    ledgers
        .flatMap(all -> LatencyFigures.of(runs, delayed, all, id + "-latency"))
        .ifPresent(
            figure ->
                sections.add(
                    1,
                    new Section(
                        id + "-over-latency",
                        "Where latency turns the ranking",
                        "The runs had store, sidecar and benchmark on one machine. A network adds its"
                            + " latency to each round trip, so a mode with fewer of them gains as"
                            + " latency grows.",
                        false,
                        List.of(figure))));
    return sections;
  }
}
