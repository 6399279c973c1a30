package dev.slicebench.bench.report;

import java.util.List;
import org.openjdk.jmh.util.ListStatistics;

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

  /** The score of iterations, in milliseconds an operation. */
  static Score of(List<Double> iterations) {
    ListStatistics statistics =
        new ListStatistics(iterations.stream().mapToDouble(Double::doubleValue).toArray());
    double error =
        iterations.size() < 2 ? Double.POSITIVE_INFINITY : statistics.getMeanErrorAt(CONFIDENCE);
    return new Score(statistics.getMean(), error);
  }

  /** How often {@code other} fits into this. */
  public double ratioTo(Score other) {
    return perOp / other.perOp;
  }
}
