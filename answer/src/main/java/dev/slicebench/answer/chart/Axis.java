package dev.slicebench.answer.chart;

/**
 * An axis of numbers.
 *
 * @param label what is measured, with its unit
 */
public record Axis(String label, Scale scale) {

  /** Beyond so many times the least value, a linear axis would hide it. */
  private static final double WIDE = 20;

  /** How numbers lie along it. */
  public enum Scale {
    /** From zero. */
    LINEAR,
    /** By powers of ten. */
    LOG,
    /** By powers of two around one. */
    RATIO
  }

  /** From zero where the values can be told apart there, else by powers of ten. */
  public static Axis of(String label, double least, double greatest) {
    return new Axis(label, least > 0 && greatest / least > WIDE ? Scale.LOG : Scale.LINEAR);
  }
}
