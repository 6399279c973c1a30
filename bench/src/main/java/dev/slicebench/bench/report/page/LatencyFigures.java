package dev.slicebench.bench.report.page;

import dev.slicebench.bench.chart.Axis;
import dev.slicebench.bench.chart.Axis.Scale;
import dev.slicebench.bench.chart.Chart;
import dev.slicebench.bench.chart.Label;
import dev.slicebench.bench.chart.Lines;
import dev.slicebench.bench.chart.Lines.Stroke;
import dev.slicebench.bench.chart.Mark;
import dev.slicebench.bench.figure.Figure;
import dev.slicebench.bench.figure.Grid;
import dev.slicebench.bench.figure.ModeInk;
import dev.slicebench.bench.figure.Numbers;
import dev.slicebench.bench.jmh.Protocol;
import dev.slicebench.bench.ledger.Contact;
import dev.slicebench.bench.ledger.Cost;
import dev.slicebench.bench.ledger.Ledger;
import dev.slicebench.bench.ledger.Operation;
import dev.slicebench.bench.ledger.Row;
import dev.slicebench.bench.report.Block;
import dev.slicebench.bench.report.Figures;
import dev.slicebench.bench.report.Run;
import dev.slicebench.bench.report.Score;
import dev.slicebench.bench.run.Cell;
import dev.slicebench.bench.run.Envelope;
import dev.slicebench.bench.run.Standing;
import dev.slicebench.bench.run.Standing.Verdict;
import dev.slicebench.bench.run.Subject;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/**
 * How the ranking of a store's modes turns as latency grows: by runs that added latency where there
 * are any, else predicted from what was measured without and the ledger's round trips.
 */
final class LatencyFigures {

  private static final double AXIS_MS = 10;
  private static final List<Double> TABLE_MS = List.of(0.0, 1.0, 5.0, AXIS_MS);

  private final Run base;
  private final List<Run> delayed;
  private final Ledger ledger;

  private LatencyFigures(Run base, List<Run> delayed, Ledger ledger) {
    this.base = base;
    this.delayed = delayed;
    this.ledger = ledger;
  }

  /**
   * A figure for each run without added latency, where it and the ledger have an operation in
   * common.
   */
  static List<Figure> of(List<Run> runs, Ledger ledger) {
    List<Figure> figures = new ArrayList<>();
    for (Run run : runs) {
      if (run.envelope().latency() == null) {
        List<Run> delayed =
            runs.stream()
                .filter(other -> other.envelope().latency() != null && isSameStore(run, other))
                .toList();
        new LatencyFigures(run, delayed, ledger)
            .figure("latency-" + (figures.size() + 1))
            .ifPresent(figures::add);
      }
    }
    return figures;
  }

  private static boolean isSameStore(Run one, Run other) {
    Envelope first = one.envelope();
    Envelope second = other.envelope();
    return first.machine().isLike(second.machine())
        && first.sidecar().kind() == second.sidecar().kind()
        && first.sidecar().component().type().equals(second.sidecar().component().type())
        && first.sidecar().backend().equals(second.sidecar().backend());
  }

  /**
   * A mode's duration, a straight line over latency.
   *
   * @param score without latency
   * @param counted the round trips that the ledger counts
   * @param delayed what runs with latency measured, oldest first
   */
  private record Line(SliceMode mode, Score score, double counted, List<Delayed> delayed) {

    /** By how many times the latency it took longer with than without, by the newest run. */
    Optional<Double> seen() {
      return delayed.stream()
          .map(one -> (one.score.perOp() - score.perOp()) / one.latencyMs)
          .reduce((older, newer) -> newer);
    }

    double trips() {
      return seen().orElse(counted);
    }

    double at(double latencyMs) {
      return score.perOp() + trips() * latencyMs;
    }

    double predictedAt(double latencyMs) {
      return score.perOp() + counted * latencyMs;
    }
  }

  /** What was measured with latency. */
  private record Delayed(double latencyMs, Score score) {}

  /** Where another mode becomes the cheapest. */
  private record Turn(double latencyMs, SliceMode mode) {}

  private Optional<Figure> figure(String id) {
    List<Chart> charts = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (Subject subject : List.of(Subject.APPEND, Subject.LOAD_WHOLE)) {
      Figures figures = new Figures(base.envelope(), base.scores());
      for (Block block : figures.blocks()) {
        if (block.callers() == 1 && block.payloadBytes() == ledger.payloadBytes()) {
          for (int length : figures.lengths(block, subject)) {
            List<Line> lines = lines(figures, subject, block, length);
            if (lines.size() > 1) {
              charts.add(chart(subject, block, length, lines));
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
                delayed.isEmpty()
                    ? "Lines are predicted, and no run with added latency has checked them: the time"
                        + " that was measured without, and for each round trip that the ledger counts"
                        + " the latency once more. A store that answers one Dapr call by several"
                        + " exchanges pays more. Where a dashed upright is named, that mode becomes"
                        + " the fastest."
                    : "Marks are measured, and the solid lines go through them. Dashed lines are what"
                        + " the ledger predicts: for each round trip that it counts the latency once"
                        + " more. Where they part, the store answers one Dapr call by several"
                        + " exchanges. Where a dashed upright is named, that mode becomes the"
                        + " fastest.",
                charts,
                table(rows)));
  }

  private List<Line> lines(Figures figures, Subject subject, Block block, int length) {
    List<Line> lines = new ArrayList<>();
    for (Standing standing : base.envelope().standings()) {
      Score score = figures.score(cell(subject, standing.mode(), block, length));
      Optional<Cost> cost =
          ledger
              .row(
                  new Operation(
                      Protocol.OURS,
                      standing.mode(),
                      subject,
                      Contact.SEEN,
                      length,
                      block.eventsPerAppend()))
              .map(Row::cost);
      if (standing.verdict() != Verdict.UNSAFE && score != null && cost.isPresent()) {
        lines.add(
            new Line(
                standing.mode(),
                score,
                cost.get().roundTrips(),
                delayed(cell(subject, standing.mode(), block, length))));
      }
    }
    return lines;
  }

  private List<Delayed> delayed(Cell cell) {
    List<Delayed> measured = new ArrayList<>();
    for (Run run : delayed) {
      Score score = new Figures(run.envelope(), run.scores()).score(cell);
      if (score != null) {
        measured.add(new Delayed(Provenance.latencyMs(run.envelope()), score));
      }
    }
    return measured;
  }

  private Chart chart(Subject subject, Block block, int length, List<Line> lines) {
    List<Lines.Series> series = new ArrayList<>();
    for (Line line : lines) {
      String color = ModeInk.color(line.mode());
      series.add(straight(line, Stroke.SOLID, line::at));
      if (line.seen().isPresent()) {
        series.add(straight(line, Stroke.DASHED, line::predictedAt));
      }
      series.add(
          new Lines.Series(
              line.mode().name(), color, ModeInk.symbol(line.mode()), Stroke.NONE, measured(line)));
    }
    return new Lines(
        String.format(
            Locale.ROOT,
            "%s, stream of %,d",
            subject == Subject.APPEND ? "Append" : "Load",
            length),
        Provenance.real(base.envelope()) + "\n" + block.label(),
        new Axis("ms added to each round trip", Scale.LINEAR),
        new Axis("ms", Scale.LINEAR),
        series,
        turns(lines).stream().map(turn -> new Label(turn.latencyMs(), turn.mode().name())).toList(),
        false);
  }

  private static Lines.Series straight(Line line, Stroke stroke, DoubleUnaryOperator msAt) {
    return new Lines.Series(
        line.mode().name(),
        ModeInk.color(line.mode()),
        "none",
        stroke,
        Stream.of(0.0, AXIS_MS)
            .map(ms -> new Lines.Point(ms, new Mark(msAt.applyAsDouble(ms), null, null, false)))
            .toList());
  }

  private static List<Lines.Point> measured(Line line) {
    return Stream.concat(Stream.of(new Delayed(0, line.score())), line.delayed().stream())
        .filter(one -> one.latencyMs <= AXIS_MS)
        .map(
            one ->
                new Lines.Point(
                    one.latencyMs, Mark.of(one.score.perOp(), one.score.error(), false)))
        .sorted(Comparator.comparingDouble(Lines.Point::x))
        .toList();
  }

  private static List<Turn> turns(List<Line> lines) {
    List<Turn> turns = new ArrayList<>();
    Line cheapest = cheapest(lines, 0);
    for (double from = 0; ; ) {
      Optional<Turn> next = next(lines, cheapest, from);
      if (next.isEmpty()) {
        return turns;
      }
      turns.add(next.get());
      from = next.get().latencyMs();
      SliceMode mode = next.get().mode();
      cheapest = lines.stream().filter(line -> line.mode() == mode).findFirst().orElseThrow();
    }
  }

  private static Line cheapest(List<Line> lines, double latencyMs) {
    return lines.stream()
        .min(
            Comparator.<Line>comparingDouble(line -> line.at(latencyMs))
                .thenComparingDouble(Line::trips))
        .orElseThrow();
  }

  private static Optional<Turn> next(List<Line> lines, Line cheapest, double from) {
    return lines.stream()
        .filter(line -> line.trips() < cheapest.trips())
        .map(
            line ->
                new Turn(
                    (line.score().perOp() - cheapest.score().perOp())
                        / (cheapest.trips() - line.trips()),
                    line.mode()))
        .filter(turn -> turn.latencyMs() >= from && turn.latencyMs() <= AXIS_MS)
        .min(Comparator.comparingDouble(Turn::latencyMs));
  }

  private List<String> row(Subject subject, Block block, int length, Line line) {
    return Stream.concat(
            Stream.of(
                subject.label(),
                block.label(),
                String.format(Locale.ROOT, "%,d", length),
                line.mode().name(),
                Numbers.of(line.counted()),
                line.seen().map(Numbers::of).orElse("-")),
            TABLE_MS.stream().map(ms -> Numbers.of(line.at(ms))))
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

  private static Cell cell(Subject subject, SliceMode mode, Block block, int length) {
    return Cell.of(subject, Protocol.OURS, mode, block.load(length), block.callers());
  }
}
