package dev.slicebench.bench.stats;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** Efron's bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993). */
public final class Bootstrap {

  private Bootstrap() {}

  /** An interval, both ends included. */
  public record Interval(double low, double high) {}

  /**
   * Returns the percentile interval of a statistic of {@code values}.
   *
   * @param confidence of the interval, between 0 and 1
   * @param resamples how many samples are drawn
   */
  public static Interval interval(
      double[] values,
      ToDoubleFunction<double[]> statistic,
      double confidence,
      int resamples,
      RandomGenerator random) {
    double[] replicates = new double[resamples];
    double[] sample = new double[values.length];
    for (int i = 0; i < resamples; i++) {
      for (int j = 0; j < sample.length; j++) {
        sample[j] = values[random.nextInt(values.length)];
      }
      replicates[i] = statistic.applyAsDouble(sample);
    }
    Arrays.sort(replicates);
    int outside = (int) Math.floor(resamples * (1 - confidence) / 2);
    return new Interval(replicates[outside], replicates[resamples - 1 - outside]);
  }
}
