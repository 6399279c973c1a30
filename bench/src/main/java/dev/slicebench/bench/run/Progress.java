package dev.slicebench.bench.run;

import dev.slicebench.conformance.rules.Rule;
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

  /** On standard error where that is a terminal and a person sits before it; else silent. */
  @SuppressWarnings("SystemConsoleNull") // The script asks newer JDKs for the old meaning.
  public static Progress onTerminal() {
    boolean watched = System.console() != null && !"true".equals(System.getenv("CI"));
    return new Progress(System.err, watched);
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

  /** A rule is about to be asked; the last one takes the line away. */
  public void verifying(int number, int total, String subject, Rule rule, Duration left) {
    line("[%d/%d] %s: rule %s, %s left".formatted(number, total, subject, rule.id(), words(left)));
    if (number == total) {
      done();
    }
  }

  /** So many of the wanted appends were acknowledged in the time since the start. */
  public void soaking(String subject, long appends, long wanted, long elapsedNanos) {
    double perSecond = appends * 1e9 / Math.max(1, elapsedNanos);
    String left =
        appends == 0
            ? "just begun"
            : words(Duration.ofSeconds(Math.round((wanted - appends) / perSecond))) + " left";
    line(
        String.format(
            Locale.ROOT,
            "%s: %,d of %,d appends, %.0f a second, %s",
            subject,
            appends,
            wanted,
            perSecond,
            left));
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
