package dev.slicebench.answer.history;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.DataDispersion;
import org.apache.commons.statistics.inference.TTest;

/**
 * Where the level of a series of numbers changes.
 *
 * <p>Candidates are found by the energy statistic of E-divisive (Matteson and James, A
 * Nonparametric Approach for Multiple Change Point Analysis of Multivariate Data, 2014, equations 5
 * and 7, with exponent 1), as in MongoDB's and Apache Otava's change point detection. As in Otava,
 * weak candidates are let through at first, and Student's t-test between their final neighbours
 * decides, the weakest being taken out first. Its p-value is multiplied by the number of places
 * that the candidate was chosen from (Bonferroni), since the best of many places looks better than
 * it is.
 *
 * <p>Outliers blind the test, since it judges a step by the variance: leave {@link LoneNumbers}
 * out.
 *
 * <p>It is deterministic.
 */
final class ChangePoints {

  /** So many numbers each side of a change has at least. */
  static final int LEAST_SIDE = 3;

  /** So many numbers a series has at least for a change to be found in it. */
  static final int LEAST = 2 * LEAST_SIDE;

  private static final double GREATEST_P = 0.001;

  /** A step up and one down hide each other until the series is split at one of them. */
  private static final double GREATEST_WEAK_P = 0.1;

  private static final TTest T_TEST = TTest.withDefaults().with(DataDispersion.HOMOSCEDASTIC);

  private final double[] values;

  private ChangePoints(double[] values) {
    this.values = values.clone();
  }

  /**
   * Returns the indexes of the first number of each new level, ascending.
   *
   * @param values in the order of time; equal differences should mean equal changes, so of
   *     durations take the logarithms
   */
  static List<Integer> of(double[] values) {
    ChangePoints points = new ChangePoints(values);
    return points.withoutWeak(points.between(0, values.length).boxed().toList());
  }

  private IntStream between(int from, int to) {
    if (to - from < LEAST) {
      return IntStream.empty();
    }
    int split = split(from, to);
    if (p(from, split, to) > GREATEST_WEAK_P) {
      return IntStream.empty();
    }
    return IntStream.concat(
        IntStream.concat(between(from, split), IntStream.of(split)), between(split, to));
  }

  /** Returns where the energy statistic is greatest. */
  private int split(int from, int to) {
    int best = from + LEAST_SIDE;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int at = from + LEAST_SIDE; at <= to - LEAST_SIDE; at++) {
      double energy = energy(from, at, to);
      if (energy > greatest) {
        greatest = energy;
        best = at;
      }
    }
    return best;
  }

  private double energy(int from, int at, int to) {
    double n = at - from;
    double m = to - at;
    double divergence =
        2 * distances(from, at, at, to) / (n * m)
            - distances(from, at, from, at) / (n * (n - 1))
            - distances(at, to, at, to) / (m * (m - 1));
    return n * m / (n + m) * divergence;
  }

  private double distances(int from, int to, int otherFrom, int otherTo) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      for (int j = otherFrom; j < otherTo; j++) {
        sum += Math.abs(values[i] - values[j]);
      }
    }
    return sum;
  }

  private double p(int from, int at, int to) {
    double[] before = Arrays.copyOfRange(values, from, at);
    double[] after = Arrays.copyOfRange(values, at, to);
    double p = T_TEST.test(before, after).getPValue();
    // Without any variance there is no t: levels are equal, or they are not.
    return Double.isNaN(p) ? (before[0] == after[0] ? 1 : 0) : p;
  }

  private List<Integer> withoutWeak(List<Integer> points) {
    int weakest = -1;
    double greatest = GREATEST_P;
    for (int i = 0; i < points.size(); i++) {
      int from = i == 0 ? 0 : points.get(i - 1);
      int to = i == points.size() - 1 ? values.length : points.get(i + 1);
      double p = p(from, points.get(i), to) * (to - from - LEAST + 1);
      if (p > greatest) {
        greatest = p;
        weakest = i;
      }
    }
    if (weakest < 0) {
      return points;
    }
    Integer removed = points.get(weakest);
    return withoutWeak(points.stream().filter(point -> !point.equals(removed)).toList());
  }
}
