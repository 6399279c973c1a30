package dev.slicebench.answer.recommend;

import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Protocol;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * How far figures reach: to half an order of magnitude beyond what was measured, in whatever an
 * operation's cost follows: the payload; the size of an append; the length of a stream that is
 * loaded whole. A payload may be as small as it likes: all but the bytes costs the same.
 */
final class Coverage {

  private static final double REACH = Math.sqrt(10);

  private Coverage() {}

  /** Returns whether {@code cells} reach to {@code wanted}, a cell of ours. */
  static boolean reaches(Collection<BenchmarkCase> cells, BenchmarkCase wanted) {
    List<BenchmarkCase> alike = alike(cells, wanted).toList();
    return isBelow(alike, wanted, cell -> cell.shape().payloadBytes())
        && (wanted.benchmark() != Benchmark.APPEND
            || within(alike, wanted, cell -> cell.shape().eventsPerAppend()))
        && (wanted.benchmark() != Benchmark.LOAD_WHOLE
            || within(alike, wanted, cell -> cell.shape().streamLength()));
  }

  /** Returns the cells of ours, with one caller, of the same mode and benchmark. */
  static Stream<BenchmarkCase> alike(Collection<BenchmarkCase> cells, BenchmarkCase wanted) {
    return cells.stream()
        .filter(
            cell ->
                cell.protocol() == Protocol.SLICEBENCH
                    && cell.mode() == wanted.mode()
                    && cell.benchmark() == wanted.benchmark()
                    && cell.callers() == 1);
  }

  private static boolean within(
      List<BenchmarkCase> cells, BenchmarkCase wanted, ToIntFunction<BenchmarkCase> size) {
    int value = size.applyAsInt(wanted);
    return isBelow(cells, wanted, size)
        && cells.stream().mapToInt(size).anyMatch(known -> value >= known / REACH);
  }

  private static boolean isBelow(
      List<BenchmarkCase> cells, BenchmarkCase wanted, ToIntFunction<BenchmarkCase> size) {
    int value = size.applyAsInt(wanted);
    return cells.stream().mapToInt(size).anyMatch(known -> value <= known * REACH);
  }
}
