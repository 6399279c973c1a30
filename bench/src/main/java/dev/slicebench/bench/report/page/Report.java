package dev.slicebench.bench.report.page;

import dev.slicebench.bench.figure.Figure;
import dev.slicebench.bench.figure.Section;
import dev.slicebench.bench.ledger.Ledger;
import dev.slicebench.bench.report.Results;
import dev.slicebench.bench.report.Run;
import dev.slicebench.conformance.verify.VerificationReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a report says, apart from its look.
 *
 * @param runs what it is made from, the latest run of each configuration
 * @param omitted how many older runs it leaves out
 * @param safety store by store
 * @param sections the evidence
 */
public record Report(
    List<Run> runs, int omitted, List<StoreSafety> safety, List<Section> sections) {

  /**
   * A report.
   *
   * @param results must be of one machine
   * @param verified what was verified, of these stores or others
   * @param ledger what operations cost; without it, the report says nothing of cost and latency
   */
  public static Report of(
      Results results, List<VerificationReport> verified, Optional<Ledger> ledger) {
    List<Run> runs = results.latest();
    List<Section> sections = new ArrayList<>();
    ledger.ifPresent(counted -> sections.addAll(counted(runs, counted)));
    for (int i = 0; i < runs.size(); i++) {
      sections.add(section(runs.get(i), "store-" + (i + 1)));
    }
    return new Report(
        runs, results.runs().size() - runs.size(), StoreSafety.of(runs, verified), sections);
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
                latency));
  }

  private static Section section(Run run, String id) {
    List<Figure> figures = new ArrayList<>(StoreFigures.of(run, id));
    RequestUnitFigure.of(run, id).ifPresent(figures::add);
    return new Section(id, Provenance.store(run.envelope()), Provenance.sentence(run), figures);
  }
}
