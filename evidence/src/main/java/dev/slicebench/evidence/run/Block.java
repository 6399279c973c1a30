package dev.slicebench.evidence.run;

import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.StreamShape;
import java.util.Locale;

/** What cells have in common that differ in the benchmark, the mode and the stream's length. */
public record Block(int eventsPerAppend, int payloadBytes, int callers) {

  static Block of(BenchmarkCase cell) {
    return new Block(cell.shape().eventsPerAppend(), cell.shape().payloadBytes(), cell.callers());
  }

  /** Returns whether it is this cell's. */
  public boolean has(BenchmarkCase cell) {
    return of(cell).equals(this);
  }

  /** Returns a stream of so many events. */
  public StreamShape shape(int streamLength) {
    return new StreamShape(streamLength, eventsPerAppend, payloadBytes);
  }

  /** It in words. */
  public String label() {
    return String.format(
        Locale.ROOT,
        "%d event%s an append, %s each, %d caller%s",
        eventsPerAppend,
        eventsPerAppend == 1 ? "" : "s",
        payloadBytes % 1024 == 0 ? payloadBytes / 1024 + " KB" : payloadBytes + " B",
        callers,
        callers == 1 ? "" : "s at once");
  }
}
