package dev.slicebench.answer.chart;

import java.util.List;

/**
 * Bars, each of parts that add up.
 *
 * @param parts what they are of
 */
public record Stacks(String title, String subtitle, Axis axis, List<String> parts, List<Bar> bars)
    implements Chart {

  private static final int AROUND_PIXELS = 126;
  private static final int BAR_PIXELS = 26;

  /** A bar, with a value for each part. */
  public record Bar(String name, List<Double> values) {}

  @Override
  public int heightPixels() {
    return AROUND_PIXELS + BAR_PIXELS * bars.size();
  }
}
