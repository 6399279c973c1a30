package dev.slicebench.evidence.text;

import java.util.Locale;

/** Formats numbers for people: three digits, unless more stand before the point. */
public final class Numbers {

  /** A value so near a whole number is written as one. */
  private static final double WHOLE = 0.0005;

  private Numbers() {}

  /** Returns a number; "?" for one that is not finite. */
  public static String of(double value) {
    return of(value, digitsBehindPoint(value));
  }

  /** Returns a number and its error, as exact as the number; without it where it is 0. */
  public static String of(double value, double error) {
    int digits = digitsBehindPoint(value);
    boolean seen = error >= Math.pow(10, -digits) / 2;
    return of(value, digits) + (error == 0 ? "" : " ±" + (seen ? of(error, digits) : of(error)));
  }

  /** Returns a number of things, whose noun is regular. */
  public static String of(double count, String noun) {
    String number = of(count);
    return number + " " + noun + (number.equals("1") ? "" : "s");
  }

  private static String of(double value, int digitsBehindPoint) {
    return Double.isFinite(value)
        ? String.format(Locale.ROOT, "%,." + digitsBehindPoint + "f", value)
        : "?";
  }

  private static int digitsBehindPoint(double value) {
    double size = Math.abs(value);
    if (Math.abs(value - Math.rint(value)) < WHOLE || size >= 99.95) {
      return 0;
    }
    return size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
  }
}
