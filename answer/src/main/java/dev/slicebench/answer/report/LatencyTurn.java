package dev.slicebench.answer.report;

import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Where another mode becomes the fastest, as latency grows. */
record LatencyTurn(double latencyMs, SliceMode mode) {

  /** Latency beyond this is not looked at, in milliseconds. */
  static final double REACH_MS = 10;

  /** None where noise hides how a line runs, since it might be the one that wins. */
  static List<LatencyTurn> of(List<LatencyLine> lines) {
    if (lines.stream().anyMatch(LatencyLine::isTooNoisy)) {
      return List.of();
    }
    List<LatencyTurn> turns = new ArrayList<>();
    LatencyLine fastest = fastest(lines, 0);
    for (double from = 0; ; ) {
      Optional<Crossing> next = next(lines, fastest, from);
      if (next.isEmpty()) {
        return turns;
      }
      if (next.get().isCertain()) {
        turns.add(new LatencyTurn(next.get().latencyMs(), next.get().overtaking().mode()));
      }
      from = next.get().latencyMs();
      fastest = next.get().overtaking();
    }
  }

  /** Where one line passes under another. */
  private record Crossing(double latencyMs, LatencyLine overtaken, LatencyLine overtaking) {

    /** Returns whether the lines are apart by more than noise at either end of the axis. */
    boolean isCertain() {
      return overtaken.isFasterThan(overtaking, 0) && overtaking.isFasterThan(overtaken, REACH_MS);
    }
  }

  private static LatencyLine fastest(List<LatencyLine> lines, double latencyMs) {
    return lines.stream()
        .min(
            Comparator.<LatencyLine>comparingDouble(line -> line.at(latencyMs))
                .thenComparingDouble(line -> line.trips().perOp()))
        .orElseThrow();
  }

  private static Optional<Crossing> next(
      List<LatencyLine> lines, LatencyLine fastest, double from) {
    return lines.stream()
        .filter(line -> line.trips().perOp() < fastest.trips().perOp())
        .map(
            line ->
                new Crossing(
                    (line.score().perOp() - fastest.score().perOp())
                        / (fastest.trips().perOp() - line.trips().perOp()),
                    fastest,
                    line))
        .filter(crossing -> crossing.latencyMs() >= from && crossing.latencyMs() <= REACH_MS)
        .min(Comparator.comparingDouble(Crossing::latencyMs));
  }
}
