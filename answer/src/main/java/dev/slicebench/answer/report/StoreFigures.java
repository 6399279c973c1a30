package dev.slicebench.answer.report;

import dev.slicebench.answer.figure.Chart;
import dev.slicebench.answer.figure.Chart.Axis;
import dev.slicebench.answer.figure.Chart.Dots;
import dev.slicebench.answer.figure.Chart.Label;
import dev.slicebench.answer.figure.Chart.Lines;
import dev.slicebench.answer.figure.Chart.Mark;
import dev.slicebench.answer.figure.Chart.Point;
import dev.slicebench.answer.figure.Chart.Row;
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
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.run.Block;
import dev.slicebench.evidence.run.Run;
import dev.slicebench.evidence.run.RunScores;
import dev.slicebench.evidence.text.Numbers;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was timed in one run. */
final class StoreFigures {

  private static final List<Benchmark> SUBJECTS =
      List.of(Benchmark.APPEND, Benchmark.LOAD_WHOLE, Benchmark.LOAD_TAIL);

  /** With fewer lengths, a line between them would promise more than is known. */
  private static final int LENGTHS_OF_A_LINE = 3;

  private static final String EQUAL_FACTORS =
      " The axis is logarithmic: equal distances are equal factors.";

  private final String store;
  private final String prefix;
  private final RunScores figures;

  private StoreFigures(Run run, String prefix) {
    this.store = Provenance.store(run.envelope());
    this.prefix = prefix;
    this.figures = new RunScores(run.envelope(), run.scores());
  }

  /** Returns the figures of a run; their ids begin with {@code prefix}. */
  static List<Figure> of(Run run, String prefix) {
    StoreFigures figures = new StoreFigures(run, prefix);
    return Stream.of(
            SUBJECTS.stream().map(figures::times),
            Stream.of(
                RequestUnitFigure.of(run, prefix),
                figures.ratios(),
                figures.library(),
                figures.originals()))
        .flatMap(figure -> figure)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Returns each operation's times in the first case that was measured, on its longest stream. */
  static List<Chart> glance(Run run) {
    StoreFigures figures = new StoreFigures(run, "");
    return figures.figures.blocks().stream()
        .limit(1)
        .flatMap(
            block ->
                SUBJECTS.stream()
                    .filter(figures.figures.benchmarks(block)::contains)
                    .map(
                        subject ->
                            figures.byMode(
                                subject,
                                block,
                                figures.figures.lengths(block, subject).last(),
                                capital(subject.label()))))
        .toList();
  }

  private Optional<Figure> times(Benchmark subject) {
    List<Chart> charts = new ArrayList<>();
    for (Block block : figures.blocks()) {
      List<Integer> lengths = List.copyOf(figures.lengths(block, subject));
      if (lengths.size() > 1) {
        charts.add(byLength(subject, block, lengths));
      }
      if (lengths.size() < LENGTHS_OF_A_LINE) {
        lengths.forEach(length -> charts.add(byMode(subject, block, length, block.label())));
      }
    }
    return figure(
        "time-of-" + id(subject),
        "Time of " + article(subject),
        "Milliseconds, the mean of all iterations with its 95 % confidence interval: less is better."
            + " Filled marks are this project's protocol, hollow ones the original's in the same mode."
            + " The dashed line, the floor, is the fewest raw Dapr calls that could do it.",
        charts,
        table(List.of(subject)));
  }

  private Chart byLength(Benchmark subject, Block block, List<Integer> lengths) {
    List<Series> series = new ArrayList<>();
    for (SliceMode mode : SliceMode.values()) {
      line(
              mode.name(),
              ModeStyle.of(mode),
              lengths,
              length -> figures.score(ours(subject, mode, block, length)))
          .ifPresent(series::add);
    }
    line(
            "floor",
            new Style("muted", "none"),
            lengths,
            length -> figures.floor(ours(subject, SliceMode.OFF, block, length)))
        .ifPresent(series::add);
    return new Lines(
        block.label(),
        store,
        new Axis("events in the stream", Scale.LOG),
        new Axis("ms", Scale.LOG),
        series,
        List.of(),
        true);
  }

  private static Optional<Series> line(
      String name, Style style, List<Integer> lengths, Function<Integer, @Nullable Score> scores) {
    List<Point> points = new ArrayList<>();
    for (int length : lengths) {
      Score score = scores.apply(length);
      if (score != null) {
        points.add(new Point(length, mark(score, false)));
      }
    }
    return points.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Series(
                name, style, style.symbol().equals("none") ? Stroke.DASHED : Stroke.SOLID, points));
  }

  private Chart byMode(Benchmark subject, Block block, int length, String title) {
    List<Row> rows = new ArrayList<>();
    Score floor = figures.floor(ours(subject, SliceMode.OFF, block, length));
    for (SliceMode mode : SliceMode.values()) {
      BenchmarkCase cell = ours(subject, mode, block, length);
      List<Mark> marks =
          Stream.concat(
                  Stream.ofNullable(figures.score(cell)).map(score -> mark(score, false)),
                  RunScores.isSlicebenchOnly(cell)
                      ? Stream.empty()
                      : Stream.ofNullable(figures.original(cell)).map(score -> mark(score, true)))
              .toList();
      if (!marks.isEmpty()) {
        rows.add(new Row(mode.name(), ModeStyle.of(mode), marks));
      }
    }
    double least =
        Math.min(
            floor == null ? Double.MAX_VALUE : floor.perOp(),
            values(rows).min(Double::compare).orElse(1.0));
    double greatest = values(rows).max(Double::compare).orElse(1.0);
    return new Dots(
        title,
        store + "\nfilled: this project, hollow: the original",
        Axis.of(
            "ms " + article(subject) + String.format(Locale.ROOT, ", stream of %,d", length),
            least,
            greatest),
        rows,
        floor == null ? null : new Label(floor.perOp(), "floor"));
  }

  private static Stream<Double> values(List<Row> rows) {
    return rows.stream().flatMap(row -> row.marks().stream()).map(Mark::value);
  }

  private Optional<Figure> ratios() {
    return against(
        "floor",
        "Against the floor",
        "As a multiple of the fewest raw Dapr calls that could do it: at 1× neither the mode nor the"
            + " library adds anything.",
        figures::floor);
  }

  private Optional<Figure> library() {
    return against(
        "own calls",
        "Against the mode's own calls",
        "As a multiple of the calls that the mode makes, sent raw with the same bytes: at 1× the"
            + " library adds nothing, and what is left against the floor is the mode's price.",
        figures::ownCalls);
  }

  private Optional<Figure> originals() {
    return against(
        "original",
        "Against the original",
        "As a multiple of what the original's protocol takes in the same mode: left of 1× this"
            + " project is faster, right of it slower. CREATE_ONLY, which the original has not, is set"
            + " against the original's cheapest mode.",
        figures::original);
  }

  private Optional<Figure> against(
      String what, String title, String note, Function<BenchmarkCase, @Nullable Score> base) {
    return figure(
        "against-the-" + what.replace(' ', '-'),
        title,
        note + EQUAL_FACTORS,
        ratioCharts("times the " + what, what, base),
        table(SUBJECTS));
  }

  private List<Chart> ratioCharts(
      String axis, String line, Function<BenchmarkCase, @Nullable Score> other) {
    List<Chart> charts = new ArrayList<>();
    for (Block block : figures.blocks()) {
      for (Benchmark subject : figures.benchmarks(block)) {
        int length = figures.lengths(block, subject).last();
        List<Row> rows = new ArrayList<>();
        for (SliceMode mode : SliceMode.values()) {
          BenchmarkCase cell = ours(subject, mode, block, length);
          Score score = figures.score(cell);
          Score base = other.apply(cell);
          if (score != null && base != null) {
            rows.add(new Row(mode.name(), ModeStyle.of(mode), List.of(ratio(score, base))));
          }
        }
        if (!rows.isEmpty()) {
          charts.add(
              new Dots(
                  capital(subject.label()) + String.format(Locale.ROOT, ", stream of %,d", length),
                  store + "\n" + block.label(),
                  new Axis(axis, Scale.RATIO),
                  rows,
                  new Label(1, line)));
        }
      }
    }
    return charts;
  }

  /** The interval is that of a quotient of two independent means, to first order. */
  private static Mark ratio(Score score, Score base) {
    double ratio = score.ratioTo(base);
    double relative = Math.hypot(score.error() / score.perOp(), base.error() / base.perOp());
    return Mark.of(ratio, ratio * relative, false);
  }

  private Optional<Figure> figure(
      String id, String title, String note, List<Chart> charts, Grid table) {
    return charts.isEmpty()
        ? Optional.empty()
        : Optional.of(new Figure(prefix + "-" + id, title + ": " + store, note, charts, table));
  }

  /** Returns all times of a run. */
  static Grid table(Run run) {
    return new StoreFigures(run, "").table(SUBJECTS);
  }

  private Grid table(List<Benchmark> subjects) {
    List<List<String>> rows = new ArrayList<>();
    for (Benchmark subject : subjects) {
      for (Block block : figures.blocks()) {
        for (int length : figures.lengths(block, subject)) {
          for (SliceMode mode : SliceMode.values()) {
            BenchmarkCase cell = ours(subject, mode, block, length);
            if (figures.cells().anyMatch(cell::equals)) {
              rows.add(row(cell, block));
            }
          }
        }
      }
    }
    return new Grid(
        List.of(
            "operation",
            "case",
            "events in the stream",
            "mode",
            "ms",
            "a second",
            "original, ms",
            "× original",
            "× floor",
            "× own calls"),
        rows);
  }

  private List<String> row(BenchmarkCase cell, Block block) {
    Score score = figures.score(cell);
    Score reference = figures.original(cell);
    Score floor = figures.floor(cell);
    return List.of(
        cell.benchmark().label(),
        block.label(),
        String.format(Locale.ROOT, "%,d", cell.shape().streamLength()),
        String.valueOf(cell.mode()),
        score == null
            ? "failed: " + figures.failure(cell).orElse("not measured")
            : Numbers.of(score.perOp(), score.error()),
        score == null ? "" : Numbers.of(cell.callers() * 1000 / score.perOp()),
        reference == null || RunScores.isSlicebenchOnly(cell)
            ? ""
            : Numbers.of(reference.perOp(), reference.error()),
        quotient(score, reference),
        quotient(score, floor),
        quotient(score, figures.ownCalls(cell)));
  }

  /** Returns how many times {@code base} a score is; nothing where one of them is missing. */
  static String quotient(@Nullable Score score, @Nullable Score base) {
    return score == null || base == null ? "" : Numbers.of(score.ratioTo(base));
  }

  private static BenchmarkCase ours(Benchmark subject, SliceMode mode, Block block, int length) {
    return BenchmarkCase.of(
        subject, Protocol.SLICEBENCH, mode, block.shape(length), block.callers());
  }

  private static Mark mark(Score score, boolean hollow) {
    return Mark.of(score.perOp(), score.error(), hollow);
  }

  private static String id(Benchmark subject) {
    return subject.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String article(Benchmark subject) {
    return (subject == Benchmark.APPEND ? "an " : "a ") + subject.label();
  }

  private static String capital(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
