package dev.slicebench.bench.stats;

import java.util.random.RandomGenerator;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;

/**
 * By how much one of two things takes longer than the other, from pairs that were measured side by
 * side.
 *
 * @param ratio second to first: the exponential of the pseudomedian of the pairs' log ratios
 * @param low lower end of its 95 % bootstrap interval
 * @param high upper end
 * @param p of Wilcoxon's signed-rank test, two-sided, that the ratio is 1
 * @param pairs how many
 */
public record Shift(double ratio, double low, double high, double p, int pairs) {

  private static final double CONFIDENCE = 0.95;
  private static final int RESAMPLES = 1000;

  /**
   * Returns the shift of pairs.
   *
   * @param logRatios a pair's second to first, as a logarithm
   * @param random draws the bootstrap's samples
   */
  public static Shift of(double[] logRatios, RandomGenerator random) {
    Bootstrap.Interval interval =
        Bootstrap.interval(logRatios, HodgesLehmann::pseudomedian, CONFIDENCE, RESAMPLES, random);
    return new Shift(
        ratio(logRatios),
        Math.exp(interval.low()),
        Math.exp(interval.high()),
        p(logRatios),
        logRatios.length);
  }

  /** Returns the smallest p that so many pairs can give: all of one sign. */
  public static double smallestP(int pairs) {
    return Math.pow(2, 1 - pairs);
  }

  /** Returns the ratio alone. */
  public static double ratio(double[] logRatios) {
    return Math.exp(HodgesLehmann.pseudomedian(logRatios));
  }

  /** Returns the p alone. */
  public static double p(double[] logRatios) {
    for (double one : logRatios) {
      if (one != 0) {
        return WilcoxonSignedRankTest.withDefaults().test(logRatios).getPValue();
      }
    }
    return 1;
  }
}
