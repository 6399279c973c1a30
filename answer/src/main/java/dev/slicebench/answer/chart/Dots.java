package dev.slicebench.answer.chart;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of numbers along one axis, each with its interval.
 *
 * @param line a value to compare with; null for none
 */
public record Dots(String title, String subtitle, Axis axis, List<Row> rows, @Nullable Label line)
    implements Chart {

  private static final int AROUND_PIXELS = 122;
  private static final int ROW_PIXELS = 40;

  /**
   * A row.
   *
   * @param marks a filled one, a hollow one, or both
   */
  public record Row(String name, String ink, String symbol, List<Mark> marks) {}

  @Override
  public int heightPixels() {
    return AROUND_PIXELS + ROW_PIXELS * rows.size();
  }
}
