package dev.slicebench.answer.report;

import dev.slicebench.answer.Software;
import dev.slicebench.answer.figure.Chart;
import dev.slicebench.answer.figure.Chart.Axis;
import dev.slicebench.answer.figure.Chart.Label;
import dev.slicebench.answer.figure.Chart.Lines;
import dev.slicebench.answer.figure.Chart.Mark;
import dev.slicebench.answer.figure.Chart.Point;
import dev.slicebench.answer.figure.Chart.Scale;
import dev.slicebench.answer.figure.Chart.Series;
import dev.slicebench.answer.figure.Chart.Stroke;
import dev.slicebench.answer.figure.Chart.Style;
import dev.slicebench.answer.figure.Figure;
import dev.slicebench.answer.figure.Grid;
import dev.slicebench.answer.figure.ModeStyle;
import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.ledger.Cost;
import dev.slicebench.evidence.ledger.LedgerRow;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Block;
import dev.slicebench.evidence.run.Run;
import dev.slicebench.evidence.run.RunScores;
import dev.slicebench.evidence.text.Numbers;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/**
 * How the ranking of a store's modes turns as latency grows: by runs that added latency where there
 * are any, else predicted from what was measured without and the ledger's round trips.
 */
final class LatencyFigures {

  private static final List<Double> TABLE_MS = List.of(0.0, 1.0, 5.0, LatencyTurn.REACH_MS);

  private final Run base;
  private final List<Run> delayed;
  private final Ledgers ledgers;
  private final Software software;

  private LatencyFigures(Run base, List<Run> delayed, Ledgers ledgers) {
    this.base = base;
    this.delayed = delayed;
    this.ledgers = ledgers;
    this.software = Software.of(base, ledgers);
  }

  /**
   * Returns the figure of a store, by its newest run without latency, and by those with latency, as
   * far as they measured the same software.
   *
   * @param runs of one store on one machine, those without latency by age, the newest first
   * @param delayed those with latency, the newest first
   * @return empty where no run is without latency, or has an operation in common with the ledger
   */
  static Optional<Figure> of(List<Run> runs, List<Run> delayed, Ledgers ledgers, String id) {
    return runs.stream()
        .filter(run -> run.envelope().latency() == null)
        .findFirst()
        .flatMap(base -> new LatencyFigures(base, delayed, ledgers).figure(id));
  }

  private Optional<Figure> figure(String id) {
    List<Chart> charts = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    boolean measured = false;
    for (Benchmark subject : List.of(Benchmark.APPEND, Benchmark.LOAD_WHOLE)) {
      RunScores figures = new RunScores(base.envelope(), base.scores());
      for (Block block : figures.blocks()) {
        if (block.callers() == 1 && block.payloadBytes() == software.ledger().payloadBytes()) {
          for (int length : figures.lengths(block, subject)) {
            List<LatencyLine> lines = lines(figures, subject, block, length);
            if (lines.size() > 1) {
              charts.add(chart(subject, block, length, lines));
              measured |= lines.stream().anyMatch(line -> !line.delayed().isEmpty());
              lines.forEach(line -> rows.add(row(subject, block, length, line)));
            }
          }
        }
      }
    }
    String store = Provenance.real(base.envelope());
    return charts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Figure(
                id,
                "Over latency: " + store,
                measured
                    ? "Marks are measured, with their 95 % confidence intervals, and the solid lines"
                        + " are drawn by them. Dashed lines are the least that is possible: for each"
                        + " round trip that the ledger counts the latency once more. Where they part,"
                        + " the store answers one Dapr call by several exchanges. A mode without a"
                        + " solid line was measured too noisily to tell, and its chart names no"
                        + " winner. Where a dashed upright is named, that mode becomes the fastest by"
                        + " more than the noise."
                    : "Lines are predicted, and no run with added latency has checked them: the time"
                        + " that was measured without, and for each round trip that the ledger counts"
                        + " the latency once more. A store that answers one Dapr call by several"
                        + " exchanges pays more. Where a dashed upright is named, that mode becomes"
                        + " the fastest.",
                charts,
                table(rows)));
  }

  private List<LatencyLine> lines(RunScores figures, Benchmark subject, Block block, int length) {
    List<LatencyLine> lines = new ArrayList<>();
    for (Safety standing : base.envelope().standings()) {
      BenchmarkCase cell = cell(subject, standing.mode(), block, length);
      Score score = figures.score(cell);
      Optional<Cost> cost = software.ledger().row(cell).map(LedgerRow::cost);
      if (standing.verdict() != Verdict.UNSAFE && score != null && cost.isPresent()) {
        lines.add(new LatencyLine(standing.mode(), score, cost.get().roundTrips(), delayed(cell)));
      }
    }
    return lines;
  }

  /** The newest of each configuration. */
  private List<LatencyLine.Delayed> delayed(BenchmarkCase cell) {
    Map<String, LatencyLine.Delayed> measured = new LinkedHashMap<>();
    for (Run run : delayed) {
      Score score = new RunScores(run.envelope(), run.scores()).score(cell);
      // Noise can hide what was added.
      if (score != null
          && Provenance.latencyMs(run.envelope()) > 0
          && Software.of(run, ledgers).isSame(software, cell)) {
        measured.putIfAbsent(
            run.envelope().configuration(),
            new LatencyLine.Delayed(Provenance.latencyMs(run.envelope()), score));
      }
    }
    return List.copyOf(measured.values());
  }

  private Chart chart(Benchmark subject, Block block, int length, List<LatencyLine> lines) {
    List<Series> series = new ArrayList<>();
    for (LatencyLine line : lines) {
      if (line.seen().isPresent()) {
        series.add(straight(line, Stroke.DASHED, line::predictedAt));
      }
      if (!line.isTooNoisy()) {
        series.add(straight(line, Stroke.SOLID, line::at));
      }
      series.add(
          new Series(line.mode().name(), ModeStyle.of(line.mode()), Stroke.NONE, measured(line)));
    }
    return new Lines(
        String.format(
            Locale.ROOT,
            "%s, stream of %,d",
            subject == Benchmark.APPEND ? "Append" : "Load",
            length),
        Provenance.real(base.envelope()) + "\n" + block.label(),
        new Axis("ms added to each round trip", Scale.LINEAR),
        new Axis("ms", Scale.LINEAR),
        series,
        LatencyTurn.of(lines).stream()
            .map(turn -> new Label(turn.latencyMs(), turn.mode().name()))
            .toList(),
        false);
  }

  private static Series straight(LatencyLine line, Stroke stroke, DoubleUnaryOperator msAt) {
    return new Series(
        line.mode().name(),
        new Style(ModeStyle.of(line.mode()).color(), "none"),
        stroke,
        Stream.of(0.0, LatencyTurn.REACH_MS)
            .map(ms -> new Point(ms, new Mark(msAt.applyAsDouble(ms), null, null, false)))
            .toList());
  }

  private static List<Point> measured(LatencyLine line) {
    return Stream.concat(
            Stream.of(new LatencyLine.Delayed(0, line.score())), line.delayed().stream())
        .filter(one -> one.latencyMs() <= LatencyTurn.REACH_MS)
        .map(
            one ->
                new Point(
                    one.latencyMs(), Mark.of(one.score().perOp(), one.score().error(), false)))
        .sorted(Comparator.comparingDouble(Point::x))
        .toList();
  }

  private List<String> row(Benchmark subject, Block block, int length, LatencyLine line) {
    return Stream.concat(
            Stream.of(
                subject.label(),
                block.label(),
                String.format(Locale.ROOT, "%,d", length),
                line.mode().name(),
                Numbers.of(line.counted()),
                line.seen()
                    .map(
                        trips ->
                            Numbers.of(trips.perOp(), trips.error())
                                + (line.isTooNoisy() ? ", too noisy to tell" : ""))
                    .orElse("-")),
            TABLE_MS.stream().map(ms -> Numbers.of(line.at(ms), line.errorAt(ms))))
        .toList();
  }

  private static Grid table(List<List<String>> rows) {
    return new Grid(
        Stream.concat(
                Stream.of(
                    "operation",
                    "case",
                    "events in the stream",
                    "mode",
                    "round trips counted",
                    "round trips seen"),
                TABLE_MS.stream().map(ms -> "ms at + %.0f ms".formatted(ms)))
            .toList(),
        rows);
  }

  private static BenchmarkCase cell(Benchmark subject, SliceMode mode, Block block, int length) {
    return BenchmarkCase.of(
        subject, Protocol.SLICEBENCH, mode, block.shape(length), block.callers());
  }
}
