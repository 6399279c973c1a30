package dev.slicebench.answer.report;

import dev.slicebench.answer.Answer;
import dev.slicebench.answer.Evidence;
import dev.slicebench.answer.figure.Figure;
import dev.slicebench.answer.figure.Section;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.run.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a report says, apart from its look.
 *
 * @param answers store by store
 * @param runs what it is made from, the latest run of each configuration, newest first
 * @param labels whose each run is, in a word or two; empty where that goes without saying
 * @param machines which runs are of which machine, in words
 * @param omitted how many older runs it leaves out
 * @param safety store by store
 * @param sections the evidence
 */
public record Report(
    List<Answer> answers,
    List<Run> runs,
    Map<Run, String> labels,
    String machines,
    int omitted,
    List<StoreSafety> safety,
    List<Section> sections) {

  /**
   * A report.
   *
   * @param evidence in the order in which it is shown; what is of one machine by itself
   * @param ledger what operations cost; without it, the report says nothing of cost and latency
   * @param answers from the same evidence
   */
  public static Report of(List<Evidence> evidence, Optional<Ledger> ledger, List<Answer> answers) {
    Map<Run, String> labels = new LinkedHashMap<>();
    int all = 0;
    for (Evidence one : evidence) {
      List<Run> newestFirst = new ArrayList<>(one.results().latest());
      Collections.reverse(newestFirst);
      newestFirst.forEach(run -> labels.put(run, one.label()));
      all += one.results().runs().size();
    }
    List<Run> runs = List.copyOf(labels.keySet());
    List<Section> sections = new ArrayList<>();
    ledger.ifPresent(counted -> sections.addAll(counted(runs, counted)));
    for (int i = 0; i < runs.size(); i++) {
      sections.add(section(runs.get(i), labels, "store-" + (i + 1)));
    }
    return new Report(
        answers,
        runs,
        labels,
        machines(evidence),
        all - runs.size(),
        StoreSafety.of(evidence),
        sections);
  }

  private static String machines(List<Evidence> evidence) {
    return evidence.stream()
        .filter(one -> !one.results().runs().isEmpty())
        .map(
            one ->
                one.results().machine().label()
                    + (one.label().isEmpty() ? "" : " (" + one.label() + ")"))
        .distinct()
        .collect(Collectors.joining("; "));
  }

  /** Returns the store of an answer, and whose evidence it is. */
  static String title(Answer answer) {
    return answer.store() + (answer.label().isEmpty() ? "" : " (" + answer.label() + ")");
  }

  /** A run's store, and whose run it is. */
  static String title(Run run, Map<Run, String> labels) {
    String label = labels.getOrDefault(run, "");
    return Provenance.store(run.envelope()) + (label.isEmpty() ? "" : " (" + label + ")");
  }

  /** Every figure, in the order of the sections. */
  public List<Figure> figures() {
    return sections.stream().flatMap(section -> section.figures().stream()).toList();
  }

  private static List<Section> counted(List<Run> runs, Ledger ledger) {
    Section cost =
        new Section(
            "cost",
            "What it costs, whatever the store",
            "Counted in Dapr's API against the embedded sidecar, not timed: the same code has the same"
                + " figures on any machine. Where a call costs a round trip, the calls that an operation"
                + " waits for one after another are what latency multiplies.",
            false,
            CostFigures.of(ledger));
    List<Figure> latency = LatencyFigures.of(runs, ledger);
    return latency.isEmpty()
        ? List.of(cost)
        : List.of(
            cost,
            new Section(
                "latency",
                "Where latency turns the ranking",
                "The runs had store, sidecar and benchmark on one machine. A network adds its latency"
                    + " to each round trip, so a mode with fewer of them gains as latency grows.",
                false,
                latency));
  }

  private static Section section(Run run, Map<Run, String> labels, String id) {
    List<Figure> figures = new ArrayList<>(StoreFigures.of(run, id));
    RequestUnitFigure.of(run, id).ifPresent(figures::add);
    return new Section(
        id,
        title(run, labels) + ", " + Provenance.day(run.envelope()),
        Provenance.sentence(run),
        false,
        figures);
  }
}
