package dev.slicebench.bench.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** A line on a terminal that says what is measured and how long it will take yet. */
public final class Progress {

  private static final int WIDTH = 100;

  private final PrintStream out;
  private final boolean shown;

  private Progress(PrintStream out, boolean shown) {
    this.out = out;
    this.shown = shown;
  }

  /** On {@code out}, which is a terminal. */
  public static Progress on(PrintStream out) {
    return new Progress(out, true);
  }

  /** Says nothing. */
  public static Progress silent() {
    return new Progress(System.err, false);
  }

  /** What is done before anything is measured. */
  public void preparing(String what) {
    line(what);
  }

  /** The {@code number}th of {@code total} cells begins. */
  void measuring(int number, int total, Cell cell, Duration left) {
    line("[%d/%d] %s, %s left".formatted(number, total, cell.label(), words(left)));
  }

  /** A pair of {@code cell} begins; round 0 of a comparison is for warming up. */
  public void comparing(int round, int rounds, Cell cell, Duration left) {
    line("[%d/%d] %s, %s left".formatted(round, rounds, cell.label(), words(left)));
  }

  /** Takes the line away. */
  public void done() {
    if (shown) {
      out.print("\r" + " ".repeat(WIDTH) + "\r");
      out.flush();
    }
  }

  /** A duration as a person would say it. */
  public static String words(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 100) {
      return "about " + Math.max(1, seconds) + " s";
    }
    return seconds < 100 * 60
        ? "about " + Math.round(seconds / 60.0) + " min"
        : String.format(Locale.ROOT, "about %.1f h", seconds / 3600.0);
  }

  private void line(String text) {
    if (shown) {
      String cut = text.length() > WIDTH ? text.substring(0, WIDTH) : text;
      out.print("\r" + cut + " ".repeat(WIDTH - cut.length()));
      out.flush();
    }
  }
}
