package dev.slicebench.evidence.run;

import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.StreamShape;
import dev.slicebench.evidence.text.Numbers;
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
        "%s an append, %s each, %s%s",
        Numbers.of(eventsPerAppend, "event"),
        payloadBytes % 1024 == 0 ? payloadBytes / 1024 + " KB" : payloadBytes + " B",
        Numbers.of(callers, "caller"),
        callers == 1 ? "" : " at once");
  }
}
