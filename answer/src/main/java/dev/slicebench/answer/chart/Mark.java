package dev.slicebench.answer.chart;

import org.jspecify.annotations.Nullable;

/**
 * A number on a chart.
 *
 * @param low the lower end of its interval; null where there is none
 * @param high the upper end; null where there is none
 * @param hollow whether it is drawn hollow
 */
public record Mark(double value, @Nullable Double low, @Nullable Double high, boolean hollow) {

  /** A number with {@code error} to either side; without an interval if that is not finite. */
  public static Mark of(double value, double error, boolean hollow) {
    return Double.isFinite(error)
        ? new Mark(value, value - error, value + error, hollow)
        : new Mark(value, null, null, hollow);
  }

  /** The greatest number that it takes to draw. */
  public double greatest() {
    return high == null ? value : high;
  }
}
