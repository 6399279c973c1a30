package dev.slicebench.bench.stats;

import java.util.Arrays;

/**
 * Hodges and Lehmann's estimate of a location: the median of the means of all pairs, each value
 * with itself included (Hodges and Lehmann, Annals of Mathematical Statistics 34, 1963). For
 * differences of pairs it is the shift that the signed-rank test tests; up to three in ten values
 * may be arbitrarily wrong.
 */
public final class HodgesLehmann {

  private HodgesLehmann() {}

  /**
   * Returns the pseudomedian of {@code values}.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static double pseudomedian(double[] values) {
    int size = values.length;
    if (size == 0) {
      throw new IllegalArgumentException("no values");
    }
    double[] means = new double[size * (size + 1) / 2];
    int next = 0;
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        means[next++] = (values[i] + values[j]) / 2;
      }
    }
    Arrays.sort(means);
    return (means[(next - 1) / 2] + means[next / 2]) / 2;
  }
}
