package dev.slicebench.evidence.text;

import java.util.Locale;

/** Numbers as tables show them: three digits, unless more stand before the point. */
public final class Numbers {

  private Numbers() {}

  /** Returns a number. */
  public static String of(double value) {
    double size = Math.abs(value);
    String format =
        value == Math.rint(value) || size >= 100
            ? "%,.0f"
            : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }

  /** Returns a number and its error, if that is known. */
  public static String of(double value, double error) {
    return of(value) + (Double.isFinite(error) ? " ±" + of(error) : "");
  }
}
