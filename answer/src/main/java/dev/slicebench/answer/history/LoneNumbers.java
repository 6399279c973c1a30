package dev.slicebench.answer.history;

import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Median;

/**
 * Which numbers of a series stand alone: outliers, each by itself or two in a row.
 *
 * <p>A level has at least {@link ChangePoints#LEAST_SIDE three} numbers. So a number stands alone
 * where fewer than two of the three before it and the three after it are near it. Near is within
 * {@value #NEAR} standard deviations of the noise, which is told by the median absolute deviation
 * of the differences between neighbours (Rousseeuw and Croux, Alternatives to the Median Absolute
 * Deviation, 1993, for its factor): neither a step nor an outlier moves it much.
 */
final class LoneNumbers {

  private static final int REACH = ChangePoints.LEAST_SIDE;
  private static final int COMPANIONS = ChangePoints.LEAST_SIDE - 1;

  private static final double NEAR = 4;

  /** Less than a change by 2 % is no noise to tell outliers by. */
  private static final double LEAST_NOISE = Math.log(1.02);

  /** From the median absolute deviation of a normal distribution to its standard deviation. */
  private static final double DEVIATION_BY_MAD = 1.4826;

  private LoneNumbers() {}

  /**
   * Returns the indexes of the numbers that do not stand alone, ascending.
   *
   * @param values logarithms, in the order of time
   */
  static int[] others(double[] values) {
    double near = NEAR * Math.max(LEAST_NOISE, noise(values));
    return IntStream.range(0, values.length)
        .filter(i -> companions(values, i, near) >= COMPANIONS)
        .toArray();
  }

  private static long companions(double[] values, int of, double near) {
    return IntStream.rangeClosed(Math.max(0, of - REACH), Math.min(values.length - 1, of + REACH))
        .filter(i -> i != of && Math.abs(values[i] - values[of]) <= near)
        .count();
  }

  private static double noise(double[] values) {
    if (values.length < 2) {
      return 0;
    }
    double[] differences =
        IntStream.range(1, values.length).mapToDouble(i -> values[i] - values[i - 1]).toArray();
    double middle = median(differences);
    double[] deviations = new double[differences.length];
    for (int i = 0; i < deviations.length; i++) {
      deviations[i] = Math.abs(differences[i] - middle);
    }
    // A difference has the variance of two numbers.
    return DEVIATION_BY_MAD * median(deviations) / Math.sqrt(2);
  }

  private static double median(double[] values) {
    return Median.withDefaults().evaluate(values);
  }
}
