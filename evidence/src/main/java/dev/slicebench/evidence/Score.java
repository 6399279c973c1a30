package dev.slicebench.evidence;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * What a cell cost.
 *
 * @param perOp the mean over all iterations of all forks, in milliseconds an operation; or else in
 *     request units
 * @param error half the width of the mean's 95 % confidence interval, in the same unit; infinite
 *     for a single iteration
 */
public record Score(double perOp, double error) {

  private static final double CONFIDENCE = 0.95;

  /** Returns the score of iterations, in milliseconds an operation. */
  public static Score of(List<Double> iterations) {
    DescriptiveStatistics statistics = new DescriptiveStatistics();
    iterations.forEach(statistics::addValue);
    int count = iterations.size();
    if (count < 2) {
      return new Score(statistics.getMean(), Double.POSITIVE_INFINITY);
    }
    double quantile =
        new TDistribution(null, count - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    return new Score(
        statistics.getMean(), quantile * statistics.getStandardDeviation() / Math.sqrt(count));
  }

  /**
   * Half the width of the 95 % interval of the logarithm: of its two arms, which differ, the longer
   * one. Infinite where the interval reaches to zero, so that the figure says nothing.
   */
  public double logError() {
    return error < perOp ? -Math.log1p(-error / perOp) : Double.POSITIVE_INFINITY;
  }

  /** Returns how often {@code other} fits into this. */
  public double ratioTo(Score other) {
    return perOp / other.perOp;
  }
}
