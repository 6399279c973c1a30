package dev.slicebench.answer.history;

import dev.slicebench.evidence.BenchmarkCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One cell's figures in one environment, over time.
 *
 * @param points oldest first
 */
record Series(Environment environment, BenchmarkCase cell, List<Point> points) {

  /** A change by less is not worth a search, in either direction. */
  private static final double LEAST_RATIO = 1.05;

  /** Returns whether there are points enough for a change to be found. */
  boolean isLongEnough() {
    return points.size() >= ChangePoints.LEAST;
  }

  /** Returns its changes, oldest first. Figures that are left out count for none. */
  List<Change> changes() {
    int[] others = others();
    double[] kept = logs(others);
    List<Integer> bounds = new ArrayList<>(ChangePoints.of(kept));
    bounds.add(0, 0);
    bounds.add(kept.length);
    List<Change> changes = new ArrayList<>();
    for (int i = 1; i < bounds.size() - 1; i++) {
      int at = bounds.get(i);
      double ratio =
          Math.exp(mean(kept, at, bounds.get(i + 1)) - mean(kept, bounds.get(i - 1), at));
      if (Math.max(ratio, 1 / ratio) >= LEAST_RATIO) {
        changes.add(new Change(points.get(others[at - 1]), points.get(others[at]), ratio));
      }
    }
    return changes;
  }

  /**
   * Returns the points that are left out, oldest first: the machine disturbed them, or they stand
   * alone, as outliers or a level too new to be told.
   */
  List<Point> leftOut() {
    int[] others = others();
    return IntStream.range(0, points.size())
        .filter(i -> Arrays.binarySearch(others, i) < 0)
        .mapToObj(points::get)
        .toList();
  }

  /** Returns how many points changes are looked for in. */
  int compared() {
    return others().length;
  }

  /** Returns the indexes of the points that are not left out, ascending. */
  private int[] others() {
    int[] calm =
        IntStream.range(0, points.size()).filter(i -> !points.get(i).disturbed()).toArray();
    return Arrays.stream(LoneNumbers.others(logs(calm))).map(i -> calm[i]).toArray();
  }

  private double[] logs(int[] indexes) {
    return Arrays.stream(indexes)
        .mapToDouble(i -> Math.log(points.get(i).score().perOp()))
        .toArray();
  }

  private static double mean(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).average().orElseThrow();
  }
}
