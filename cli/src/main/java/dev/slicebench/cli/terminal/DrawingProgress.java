package dev.slicebench.cli.terminal;

import java.io.PrintWriter;

/** Tells how far drawing is, in a line at its beginning and at each quarter. */
public final class DrawingProgress implements Runnable {

  private static final int PARTS = 4;

  private final int charts;
  private final PrintWriter out;
  private int drawn;

  public DrawingProgress(int charts, PrintWriter out) {
    this.charts = charts;
    this.out = out;
    tell("drawing %d charts, which takes up to a minute ...".formatted(charts));
  }

  /** One more chart is drawn. */
  @Override
  public void run() {
    drawn++;
    if (drawn < charts && drawn * PARTS / charts > (drawn - 1) * PARTS / charts) {
      tell("drawn %d of %d charts".formatted(drawn, charts));
    }
  }

  private void tell(String words) {
    out.println(words);
    out.flush();
  }
}
