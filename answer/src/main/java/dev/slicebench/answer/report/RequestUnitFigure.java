package dev.slicebench.answer.report;

import dev.slicebench.answer.figure.Chart;
import dev.slicebench.answer.figure.Chart.Axis;
import dev.slicebench.answer.figure.Chart.Bar;
import dev.slicebench.answer.figure.Chart.Scale;
import dev.slicebench.answer.figure.Chart.Stacks;
import dev.slicebench.answer.figure.Figure;
import dev.slicebench.answer.figure.Grid;
import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.RequestUnits;
import dev.slicebench.evidence.RequestUnits.Charge;
import dev.slicebench.evidence.StreamShape;
import dev.slicebench.evidence.run.Run;
import dev.slicebench.evidence.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What Cosmos DB charges for an operation. */
final class RequestUnitFigure {

  private RequestUnitFigure() {}

  /** Returns the figure of a run; empty on another store. */
  static Optional<Figure> of(Run run, String prefix) {
    RequestUnits units = run.envelope().requestUnits();
    if (units == null || units.charges().isEmpty()) {
      return Optional.empty();
    }
    String store = Provenance.store(run.envelope());
    boolean modelled = Provenance.isEmulated(run.envelope());
    Map<String, List<Charge>> groups = new LinkedHashMap<>();
    units.charges().stream()
        .filter(charge -> charge.cell().protocol() == Protocol.SLICEBENCH)
        .forEach(
            charge ->
                groups.computeIfAbsent(label(charge.cell()), key -> new ArrayList<>()).add(charge));
    List<Chart> charts = new ArrayList<>();
    groups.forEach((label, charges) -> charts.add(chart(label, store, modelled, charges)));
    return Optional.of(
        new Figure(
            prefix + "-request-units",
            "Request units, " + (modelled ? "modelled" : "measured") + ": " + store,
            modelled
                ? "What an emulator's model says that one operation costs: proportions, not Azure's bill."
                : "What the account charged for one operation.",
            charts,
            table(units)));
  }

  private static Chart chart(String label, String store, boolean modelled, List<Charge> charges) {
    List<Bar> bars =
        charges.stream()
            .map(
                charge ->
                    new Bar(String.valueOf(charge.cell().mode()), List.of(charge.requestUnits())))
            .toList();
    return new Stacks(
        label,
        store,
        new Axis("RU an operation", Scale.LINEAR),
        List.of(modelled ? "request units, modelled" : "request units, measured"),
        bars);
  }

  private static String label(BenchmarkCase cell) {
    StreamShape load = cell.shape();
    return cell.benchmark() == Benchmark.APPEND
        ? String.format(Locale.ROOT, "Append of %,d", load.eventsPerAppend())
        : String.format(
            Locale.ROOT,
            "%s of %,d",
            cell.benchmark() == Benchmark.LOAD_TAIL ? "Load of the last 10" : "Load",
            load.streamLength());
  }

  private static Grid table(RequestUnits units) {
    List<List<String>> rows = new ArrayList<>();
    for (Charge charge : units.charges()) {
      BenchmarkCase cell = charge.cell();
      rows.add(
          List.of(
              label(cell),
              String.valueOf(cell.mode()),
              cell.protocol() == Protocol.SLICEBENCH ? "this project" : "the original",
              String.format(Locale.ROOT, "%,d", cell.shape().eventsPerAppend()),
              Numbers.of(charge.requestUnits()),
              Numbers.of(charge.requests())));
    }
    return new Grid(
        List.of("operation", "mode", "protocol", "events an append", "RU", "requests"), rows);
  }
}
