package dev.slicebench.bench.run;

import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.evidence.BenchmarkCase;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Says what is measured and how long it will take yet: on a terminal in one line that changes, else
 * in a line of its own now and then.
 */
public final class Progress {

  private static final long PLAIN_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final PrintStream out;
  private final Line line;

  /** How what is to be said is shown. */
  private sealed interface Line {
    /** For nobody. */
    record None() implements Line {}

    /** One that changes; the terminal's last column stays free, since some break the line there. */
    record Changing(int width) implements Line {}

    /** One now and then. */
    record Plain(LongSupplier nanoTime) implements Line {}
  }

  private long saidNanos;
  private boolean hasSaid;

  private Progress(PrintStream out, Line line) {
    this.out = out;
    this.line = line;
  }

  /** On {@code out}, a terminal of so many columns. */
  public static Progress on(PrintStream out, int columns) {
    return new Progress(out, new Line.Changing(columns - 1));
  }

  /** On {@code out}, which is a file or a pipe. */
  static Progress plain(PrintStream out, LongSupplier nanoTime) {
    return new Progress(out, new Line.Plain(nanoTime));
  }

  /** On standard error, whatever that is. */
  public static Progress onTerminal() {
    Terminal terminal = Terminal.here();
    return terminal.isWatched()
        ? on(System.err, terminal.columns())
        : plain(System.err, System::nanoTime);
  }

  /** Says nothing. */
  public static Progress silent() {
    return new Progress(System.err, new Line.None());
  }

  /** What is done before anything is measured. */
  public void preparing(String what) {
    line(what);
  }

  /** The {@code number}th of {@code total} cells begins. */
  void measuring(int number, int total, BenchmarkCase cell, Duration left) {
    line("[%d/%d] %s left: %s".formatted(number, total, words(left), cell.label()));
  }

  /** A rule is about to be asked; the last one takes the line away. */
  public void verifying(int number, int total, String subject, Rule rule, Duration left) {
    line("[%d/%d] %s: rule %s, %s left".formatted(number, total, subject, rule.id(), words(left)));
    if (number == total) {
      done();
    }
  }

  /**
   * So many of the wanted appends were acknowledged.
   *
   * @param before how many of them in earlier sittings
   * @param elapsedNanos the time of the others
   */
  public void soaking(String subject, long before, long appends, long wanted, long elapsedNanos) {
    double perSecond = (appends - before) * 1e9 / Math.max(1, elapsedNanos);
    String left =
        appends == before
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
  public void comparing(int round, int rounds, BenchmarkCase cell, Duration left) {
    line("[%d/%d] %s left: %s".formatted(round, rounds, words(left), cell.label()));
  }

  /** Takes the line away. */
  public void done() {
    if (line instanceof Line.Changing changing) {
      out.print("\r" + " ".repeat(changing.width()) + "\r");
      out.flush();
    }
  }

  /** Returns a duration as a person would say it. */
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
    if (line instanceof Line.Changing changing) {
      int width = changing.width();
      String cut = text.length() > width ? text.substring(0, width) : text;
      out.print("\r" + cut + " ".repeat(width - cut.length()));
      out.flush();
    } else if (line instanceof Line.Plain plain) {
      long nowNanos = plain.nanoTime().getAsLong();
      if (!hasSaid || nowNanos - saidNanos >= PLAIN_INTERVAL_NANOS) {
        hasSaid = true;
        saidNanos = nowNanos;
        out.println(text);
      }
    }
  }
}
