package dev.slicebench.bench.history;

import dev.slicebench.bench.run.Cell;
import java.util.ArrayList;
import java.util.List;

/**
 * One cell's figures in one environment, over time.
 *
 * @param points oldest first
 */
record Series(Environment environment, Cell cell, List<Point> points) {

  /** A change by less is not worth a search, in either direction. */
  private static final double LEAST_RATIO = 1.05;

  /** Whether there are points enough for a change to be found. */
  boolean isLongEnough() {
    return points.size() >= ChangePoints.LEAST;
  }

  /** Its changes, oldest first. */
  List<Change> changes() {
    double[] logs = points.stream().mapToDouble(point -> Math.log(point.score().perOp())).toArray();
    List<Integer> bounds = new ArrayList<>(ChangePoints.of(logs));
    bounds.add(0, 0);
    bounds.add(logs.length);
    List<Change> changes = new ArrayList<>();
    for (int i = 1; i < bounds.size() - 1; i++) {
      int at = bounds.get(i);
      double ratio =
          Math.exp(mean(logs, at, bounds.get(i + 1)) - mean(logs, bounds.get(i - 1), at));
      if (Math.max(ratio, 1 / ratio) >= LEAST_RATIO) {
        changes.add(new Change(points.get(at - 1), points.get(at), ratio));
      }
    }
    return changes;
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }
}
