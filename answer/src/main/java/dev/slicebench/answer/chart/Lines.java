package dev.slicebench.answer.chart;

import java.util.List;

/**
 * Lines over an axis of numbers.
 *
 * @param marks lines across it
 * @param spread whether the points of different lines at one place are drawn a little apart
 */
public record Lines(
    String title,
    String subtitle,
    Axis x,
    Axis y,
    List<Series> series,
    List<Label> marks,
    boolean spread)
    implements Chart {

  private static final int PLOT_PIXELS = 350;
  private static final int LEGEND_PIXELS = 9;

  /** How the points of a series are joined. */
  public enum Stroke {
    /** By a line. */
    SOLID,
    /** By a dashed line. */
    DASHED,
    /** Not at all. */
    NONE
  }

  /** Points in the order of their x; series of one name are one in the legend. */
  public record Series(String name, String ink, String symbol, Stroke stroke, List<Point> points) {}

  /** A point. */
  public record Point(double x, Mark mark) {}

  @Override
  public int heightPixels() {
    return PLOT_PIXELS + LEGEND_PIXELS * series.size();
  }
}
