package dev.slicebench.answer;

import dev.slicebench.evidence.AddedLatency;
import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Charges;
import dev.slicebench.evidence.Machine;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.RequestUnits;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.StreamShape;
import dev.slicebench.evidence.run.Block;
import dev.slicebench.evidence.run.Envelope;
import dev.slicebench.evidence.run.Envelope.Broken;
import dev.slicebench.evidence.run.RunScores;
import dev.slicebench.evidence.run.Scores;
import dev.slicebench.evidence.text.Numbers;
import dev.slicebench.evidence.text.Paragraph;
import dev.slicebench.evidence.text.TextTable;
import dev.slicebench.evidence.text.TextTable.Column;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run's results as text for a terminal of 80 columns. */
public final class Table {

  private final List<Answer> answers;
  private final String workload;
  private final Envelope envelope;
  private final Scores scores;
  private final RunScores figures;
  private final @Nullable RequestUnits requestUnits;
  private final StringBuilder text = new StringBuilder();

  private Table(Envelope envelope, Scores scores, List<Answer> answers, String workload) {
    this.answers = answers;
    this.workload = workload;
    this.envelope = envelope;
    this.scores = scores;
    this.figures = new RunScores(envelope, scores);
    this.requestUnits = envelope.requestUnits();
  }

  /**
   * Returns the table of a run, which may not be on the disk.
   *
   * @param answers for the run's store; empty where there is none to start from
   * @param workload the name of what the answers are for
   * @param detail whether all that was measured follows the answer and its table
   */
  public static String of(
      Envelope envelope, Scores scores, List<Answer> answers, String workload, boolean detail) {
    Table table = new Table(envelope, scores, answers, workload);
    table.answer();
    table.summary();
    return detail ? table.render() : table.text.toString();
  }

  private String render() {
    line("");
    header();
    standings();
    for (Block block : figures.blocks()) {
      block(block);
    }
    if (!figures.blocks().isEmpty()) {
      legend();
    }
    broken();
    return text.toString();
  }

  private void answer() {
    line("Which SliceMode should I use?");
    for (Answer answer : answers) {
      wrapped("", "  ", answer.store() + ": " + answer.sentence());
    }
    if (answers.isEmpty()) {
      line("No answer: './slicebench run' without latency makes results to start from.");
    }
    wrapped(
        "",
        "",
        "That is for the workload '%s'; './slicebench recommend --workload FILE' answers for yours (docs/choose-a-mode.md)."
            .formatted(workload));
    line("");
  }

  /** A row a mode, the best first, on the longest stream that one caller appends to. */
  private void summary() {
    Optional<Block> widest =
        figures.blocks().stream()
            .filter(block -> block.callers() == 1)
            .max(Comparator.comparing(block -> block.shape(0).eventsPerAppend()));
    if (widest.isEmpty()) {
      return;
    }
    Block block = widest.get();
    List<Benchmark> benchmarks =
        Stream.of(Benchmark.APPEND, Benchmark.LOAD_WHOLE, Benchmark.LOAD_TAIL)
            .filter(benchmark -> !figures.lengths(block, benchmark).isEmpty())
            .toList();
    List<Column> columns = new ArrayList<>(List.of(Column.left("mode"), Column.left("safe?")));
    for (Benchmark benchmark : benchmarks) {
      columns.add(
          Column.right(
              (benchmark == Benchmark.LOAD_TAIL
                      ? "last 10"
                      : "%s %,d"
                          .formatted(
                              benchmark.label(),
                              benchmark == Benchmark.APPEND
                                  ? block.shape(0).eventsPerAppend()
                                  : figures.lengths(block, benchmark).last()))
                  + "\nms"));
      if (requestUnits != null) {
        columns.add(Column.right("\nRU"));
      }
    }
    TextTable table = new TextTable(1, columns);
    for (Safety safety : answers.isEmpty() ? envelope.standings() : answers.get(0).safety()) {
      List<String> row = new ArrayList<>(List.of(safety.mode().name(), safety.verdict().word()));
      for (Benchmark benchmark : benchmarks) {
        BenchmarkCase cell =
            BenchmarkCase.of(
                benchmark,
                Protocol.SLICEBENCH,
                safety.mode(),
                block.shape(figures.lengths(block, benchmark).last()),
                block.callers());
        Score score = figures.score(cell);
        row.add(figures.isBroken(cell) ? "FAIL" : score == null ? "-" : ms(score));
        if (requestUnits != null) {
          row.add(requestUnits(cell));
        }
      }
      table.add(row);
    }
    text.append(table.text("")).append('\n');
    wrapped("", "", "± is the 95 % interval. --detail shows all that was measured.");
  }

  private void header() {
    SidecarInfo sidecar = envelope.sidecar();
    SidecarInfo.Component component = sidecar.component();
    Machine machine = envelope.machine();
    boolean embedded = sidecar.kind() == SidecarKind.EMBEDDED;
    line("slicebench " + envelope.profile() + ", " + envelope.startedAt());
    wrapped(
        "sidecar   ",
        "          ",
        (embedded ? "embedded sidecar (not Dapr), behaves as daprd " : "daprd ")
            + sidecar.daprVersion()
            + (embedded ? "" : ", " + sidecar.kind().name().toLowerCase(Locale.ROOT))
            + ": "
            + sidecar.description());
    wrapped(
        "store     ",
        "          ",
        sidecar.backend() + " (" + component.type() + " " + component.version() + ")");
    AddedLatency latency = envelope.latency();
    if (latency != null) {
      wrapped("latency   ", "          ", added(latency));
    }
    wrapped(
        "machine   ",
        "          ",
        String.format(
            Locale.ROOT,
            "%d x %s, %.0f GiB, %s, %s",
            machine.cpus(),
            machine.cpuModel(),
            machine.memoryBytes() / (double) (1L << 30),
            machine.os(),
            machine.jvm()));
  }

  private static String added(AddedLatency latency) {
    return Stream.of(
                added("between sidecar and store", latency.storeMs(), latency.measuredStoreMs()),
                added("between client and sidecar", latency.clientMs(), latency.measuredClientMs()))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(", "))
        + (latency.jitterMs() == 0
            ? ""
            : String.format(Locale.ROOT, ", and up to %.3g ms more", latency.jitterMs()));
  }

  private static String added(String where, double askedMs, double measuredMs) {
    return askedMs == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "%.3g ms added to a round trip %s (measured: %.3g ms)",
            askedMs,
            where,
            measuredMs);
  }

  private void standings() {
    line("");
    for (Safety standing : envelope.standings()) {
      wrapped(
          String.format(Locale.ROOT, "%-18s  %-11s  ", standing.mode(), standing.verdict()),
          " ".repeat(4),
          standing.reason());
    }
  }

  private void block(Block block) {
    line("");
    line(block.label());
    for (Benchmark benchmark : figures.benchmarks(block)) {
      line("");
      text.append(table(block, benchmark).text(""));
    }
    int before = text.length();
    floors(block);
    originalUnits(block);
    if (text.length() > before) {
      text.insert(before, '\n');
    }
  }

  private TextTable table(Block block, Benchmark benchmark) {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.left("%-20s".formatted(benchmark.label())),
                Column.right("events"),
                Column.right("%15s".formatted("ms")),
                Column.right("/original"),
                Column.right("/floor")));
    boolean hasCalls = hasOwnCalls(block, benchmark);
    if (hasCalls) {
      columns.add(Column.right("/calls"));
    }
    if (requestUnits != null) {
      columns.add(Column.right("%7s".formatted("RU")));
    }
    TextTable table = new TextTable(2, columns);
    for (SliceMode mode : SliceMode.values()) {
      String name = mode + (figures.isUnsafe(mode) ? "!" : "");
      for (int length : figures.lengths(block, mode)) {
        BenchmarkCase cell =
            BenchmarkCase.of(
                benchmark, Protocol.SLICEBENCH, mode, block.shape(length), block.callers());
        if (figures.cells().anyMatch(one -> one.mode() == mode && isBeside(one, cell))) {
          List<String> row =
              new ArrayList<>(List.of(name, String.format(Locale.ROOT, "%,d", length)));
          row.addAll(figures(cell, hasCalls));
          table.add(row);
          name = "";
        }
      }
    }
    return table;
  }

  private boolean hasOwnCalls(Block block, Benchmark benchmark) {
    return benchmark
        .ownCalls()
        .filter(
            calls -> figures.cells().anyMatch(cell -> cell.benchmark() == calls && block.has(cell)))
        .isPresent();
  }

  /** Returns whether two cells of one mode differ in the protocol alone. */
  private static boolean isBeside(BenchmarkCase one, BenchmarkCase other) {
    return one.benchmark() == other.benchmark()
        && one.shape().equals(other.shape())
        && one.callers() == other.callers();
  }

  /** What the original's protocol is charged, since its time is in the table as a ratio only. */
  private void originalUnits(Block block) {
    if (requestUnits == null) {
      return;
    }
    for (Benchmark benchmark : figures.benchmarks(block)) {
      String units =
          figures
              .cells()
              .filter(cell -> cell.protocol() == Protocol.ORIGINAL)
              .filter(cell -> cell.benchmark() == benchmark && block.has(cell))
              .map(
                  cell ->
                      String.format(
                          Locale.ROOT,
                          "%s (%,d events) %s",
                          cell.mode(),
                          cell.shape().streamLength(),
                          requestUnits(cell)))
              .collect(Collectors.joining(", "));
      if (!units.isEmpty()) {
        wrapped("RU of the original's " + benchmark.label() + ": ", "    ", units);
      }
    }
  }

  private void floors(Block block) {
    StreamShape shape = block.shape(0);
    String floors =
        Stream.of(Benchmark.SAVE_FLOOR, Benchmark.TRANSACTION_FLOOR, Benchmark.GET_FLOOR)
            .map(
                benchmark -> {
                  Score score = scores.get(BenchmarkCase.floor(benchmark, shape, block.callers()));
                  return score == null
                      ? ""
                      : benchmark.label().substring(7) + " " + ms(score) + " ms";
                })
            .filter(floor -> !floor.isEmpty())
            .reduce((one, other) -> one + ", " + other)
            .orElse("");
    if (!floors.isEmpty()) {
      wrapped("one raw call: ", "    ", floors);
    }
  }

  private List<String> figures(BenchmarkCase cell, boolean hasCalls) {
    if (figures.isBroken(cell)) {
      return List.of("FAIL");
    }
    Score score = figures.score(cell);
    if (score == null) {
      return List.of("-");
    }
    Score original = figures.original(cell);
    Score floor = figures.floor(cell);
    List<String> columns =
        new ArrayList<>(
            List.of(
                ms(score),
                original == null
                    ? "-"
                    : ratio(score, original) + (RunScores.isSlicebenchOnly(cell) ? "*" : ""),
                floor == null ? "-" : ratio(score, floor)));
    if (hasCalls) {
      Score calls = figures.ownCalls(cell);
      columns.add(calls == null ? "-" : ratio(score, calls));
    }
    if (requestUnits != null) {
      columns.add(requestUnits(cell));
    }
    return columns;
  }

  private String requestUnits(BenchmarkCase cell) {
    OptionalDouble units = requestUnits == null ? OptionalDouble.empty() : requestUnits.of(cell);
    return units.isEmpty() ? "-" : Numbers.of(units.getAsDouble());
  }

  private void legend() {
    line("");
    wrapped(
        "",
        "",
        "events: the stream's length. ms: mean of an operation, with the 95 % confidence interval of"
            + " its iterations. /original: as a multiple of what the original's protocol takes in the"
            + " same mode. /floor: as a multiple of the fewest raw Dapr calls that could do it.");
    if (figures.cells().anyMatch(cell -> cell.protocol() == null && cell.mode() != null)) {
      wrapped(
          "",
          "",
          "/calls: as a multiple of the mode's own calls, sent raw: what the library adds.");
    }
    if (requestUnits != null) {
      wrapped(
          "",
          "",
          requestUnits.source() == Charges.MEASURED
              ? "RU: request units an operation, measured: what the account charged."
              : "RU: request units an operation, modelled by an emulator: not what Azure bills.");
    }
    if (measured(SliceMode.CREATE_ONLY)) {
      wrapped(
          "", "", "*: the original has no such mode; this is against the cheapest that it has.");
    }
    if (Stream.of(SliceMode.values()).anyMatch(mode -> figures.isUnsafe(mode) && measured(mode))) {
      wrapped("", "", "!: unsafe on this store, and measured only because of --allow-unsafe.");
    }
  }

  private void broken() {
    if (envelope.broken().isEmpty()) {
      return;
    }
    line("");
    for (Broken one : envelope.broken()) {
      wrapped("FAIL ", "     ", one.cell().label() + ": " + one.reason());
    }
  }

  private boolean measured(SliceMode mode) {
    return figures.cells().anyMatch(cell -> cell.mode() == mode);
  }

  private static String ms(Score score) {
    return Numbers.of(score.perOp(), score.error());
  }

  private static String ratio(Score score, Score other) {
    return Numbers.of(score.ratioTo(other));
  }

  private void line(String line) {
    text.append(line.stripTrailing()).append('\n');
  }

  private void wrapped(String first, String further, String content) {
    text.append(Paragraph.wrap(first, further, content));
  }
}
