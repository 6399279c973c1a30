package dev.slicebench.answer.figure;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes what a page's script draws, as plain data. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
public sealed interface Chart {

  /** Returns what is shown. */
  String title();

  /** Returns what the marks mean, in a few words. */
  String subtitle();

  /**
   * Rows of numbers along one axis, each with its interval.
   *
   * @param line a value to compare with; null for none
   */
  record Dots(String title, String subtitle, Axis axis, List<Row> rows, @Nullable Label line)
      implements Chart {}

  /**
   * A row of {@link Dots}.
   *
   * @param marks a filled one, a hollow one, or both
   */
  record Row(String name, Style style, List<Mark> marks) {}

  /**
   * Lines over an axis of numbers.
   *
   * @param marks lines across it
   * @param spread whether the points of different lines at one place are drawn a little apart
   */
  record Lines(
      String title,
      String subtitle,
      Axis x,
      Axis y,
      List<Series> series,
      List<Label> marks,
      boolean spread)
      implements Chart {}

  /** Points in the order of their x; series of one name are one in the legend. */
  record Series(String name, Style style, Stroke stroke, List<Point> points) {}

  /** A point of a series. */
  record Point(double x, Mark mark) {}

  /** How the points of a series are joined. */
  enum Stroke {
    /** By a line. */
    SOLID,
    /** By a dashed line. */
    DASHED,
    /** Not at all. */
    NONE
  }

  /**
   * Bars, each of parts that add up.
   *
   * @param parts what they are of
   */
  record Stacks(String title, String subtitle, Axis axis, List<String> parts, List<Bar> bars)
      implements Chart {}

  /** A bar, with a value for each part. */
  record Bar(String name, List<Double> values) {}

  /**
   * How marks look.
   *
   * @param color a name in the palette
   * @param symbol a shape; "none" for no marks
   */
  record Style(String color, String symbol) {}

  /** A line across a chart at a value, with a word at its end. */
  record Label(double value, String label) {}

  /**
   * A number on a chart.
   *
   * @param low the lower end of its interval; null where there is none
   * @param high the upper end; null where there is none
   * @param hollow whether it is drawn hollow
   */
  record Mark(double value, @Nullable Double low, @Nullable Double high, boolean hollow) {

    /**
     * Returns a number with {@code error} to either side, and no interval if that is not finite.
     */
    public static Mark of(double value, double error, boolean hollow) {
      return Double.isFinite(error)
          ? new Mark(value, value - error, value + error, hollow)
          : new Mark(value, null, null, hollow);
    }
  }

  /**
   * An axis of numbers.
   *
   * @param label what is measured, with its unit
   */
  record Axis(String label, Scale scale) {

    /** Beyond so many times the least value, a linear axis would hide it. */
    private static final double WIDE = 20;

    /** Returns one from zero where the values can be told apart there, else by powers of ten. */
    public static Axis of(String label, double least, double greatest) {
      return new Axis(label, least > 0 && greatest / least > WIDE ? Scale.LOG : Scale.LINEAR);
    }
  }

  /** How numbers lie along an axis. */
  enum Scale {
    /** From zero. */
    LINEAR,
    /** By powers of ten. */
    LOG,
    /** By powers of two around one. */
    RATIO
  }
}
