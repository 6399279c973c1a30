package dev.slicebench.evidence.run;

import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.run.Envelope.Broken;
import dev.slicebench.store.SliceMode;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run's figures, and what each is to be compared with. */
public final class RunScores {

  private static final List<Benchmark> SUBJECTS =
      List.of(
          Benchmark.APPEND,
          Benchmark.LOAD_WHOLE,
          Benchmark.LOAD_TAIL,
          Benchmark.CONTENDED_APPEND,
          Benchmark.DECIDE);

  private final Envelope envelope;
  private final Scores scores;

  /** The figures of a run. */
  public RunScores(Envelope envelope, Scores scores) {
    this.envelope = envelope;
    this.scores = scores;
  }

  /** Returns what was measured or should have been, calls sent raw included. */
  public Stream<BenchmarkCase> cells() {
    return Stream.concat(scores.cells().stream(), envelope.broken().stream().map(Broken::cell));
  }

  /** Returns the blocks of all operations, in the order of their measurement. */
  public List<Block> blocks() {
    return cells()
        .filter(cell -> cell.benchmark().isOperation())
        .map(Block::of)
        .distinct()
        .toList();
  }

  /** Returns the operations of a block. */
  public List<Benchmark> benchmarks(Block block) {
    return SUBJECTS.stream()
        .filter(
            benchmark -> cells().anyMatch(cell -> cell.benchmark() == benchmark && block.has(cell)))
        .toList();
  }

  /** Returns the stream lengths of a mode in a block. */
  public SortedSet<Integer> lengths(Block block, SliceMode mode) {
    return lengths(cells().filter(cell -> cell.mode() == mode && block.has(cell)));
  }

  /** Returns the stream lengths of a benchmark in a block. */
  public SortedSet<Integer> lengths(Block block, Benchmark benchmark) {
    return lengths(cells().filter(cell -> cell.benchmark() == benchmark && block.has(cell)));
  }

  private static SortedSet<Integer> lengths(Stream<BenchmarkCase> cells) {
    return cells
        .map(cell -> cell.shape().streamLength())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns a cell's score; null where it was not measured, or is broken. */
  public @Nullable Score score(BenchmarkCase cell) {
    return isBroken(cell) ? null : scores.get(cell);
  }

  /** Returns the original in the same mode; for a mode that it has not, its cheapest. */
  public @Nullable Score original(BenchmarkCase cell) {
    return Stream.of(SliceMode.values())
        .filter(mode -> isSlicebenchOnly(cell) || mode == cell.mode())
        .map(
            mode ->
                BenchmarkCase.of(
                    cell.benchmark(), Protocol.ORIGINAL, mode, cell.shape(), cell.callers()))
        .map(this::score)
        .filter(Objects::nonNull)
        .min(Comparator.comparingDouble(Score::perOp))
        .orElse(null);
  }

  /** Returns the fewest raw Dapr calls that could do it; null where they were not measured. */
  public @Nullable Score floor(BenchmarkCase cell) {
    Stream<BenchmarkCase> floors =
        switch (cell.benchmark()) {
          case APPEND ->
              Stream.of(
                  BenchmarkCase.floor(Benchmark.SAVE_FLOOR, cell.shape(), cell.callers()),
                  BenchmarkCase.floor(Benchmark.TRANSACTION_FLOOR, cell.shape(), cell.callers()));
          case LOAD_WHOLE ->
              Stream.of(BenchmarkCase.floor(Benchmark.BULK_FLOOR, cell.shape(), cell.callers()));
          case LOAD_TAIL ->
              Stream.of(
                  BenchmarkCase.floor(Benchmark.BULK_FLOOR, cell.shape().tail(), cell.callers()));
          default -> Stream.of();
        };
    return floors
        .map(scores::get)
        .filter(Objects::nonNull)
        .min(Comparator.comparingDouble(Score::perOp))
        .orElse(null);
  }

  /**
   * Returns this operation's own calls, sent raw; null where they were not measured. What it takes
   * beyond them is the library's.
   */
  public @Nullable Score ownCalls(BenchmarkCase cell) {
    return cell.benchmark()
        .ownCalls()
        .filter(calls -> cell.protocol() == Protocol.SLICEBENCH)
        .map(
            calls ->
                BenchmarkCase.ownCalls(
                    calls, Objects.requireNonNull(cell.mode()), cell.shape(), cell.callers()))
        .map(this::score)
        .orElse(null);
  }

  /** Returns why a cell has no figure; empty where it has, or should not. */
  public Optional<String> failure(BenchmarkCase cell) {
    return envelope.broken().stream()
        .filter(one -> one.cell().equals(cell))
        .map(Broken::reason)
        .findFirst();
  }

  public boolean isBroken(BenchmarkCase cell) {
    return failure(cell).isPresent();
  }

  public boolean isUnsafe(SliceMode mode) {
    return envelope.standings().stream()
        .anyMatch(one -> one.mode() == mode && one.verdict() == Verdict.UNSAFE);
  }

  /** Returns whether the original has no such mode. */
  public static boolean isSlicebenchOnly(BenchmarkCase cell) {
    return cell.mode() == SliceMode.CREATE_ONLY;
  }
}
