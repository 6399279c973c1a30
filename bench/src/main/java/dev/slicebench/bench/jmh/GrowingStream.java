package dev.slicebench.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A caller's stream, replaced by a new one where it has grown too long; all are remembered. */
final class GrowingStream {

  private final Supplier<MeasuredStream> newStream;
  private final int eventsPerAppend;
  private final long lastLength;
  private final List<MeasuredStream> streams = new ArrayList<>();

  /**
   * Creates none yet.
   *
   * @param newStream writes a stream
   * @param lastLength how long a stream may become
   */
  GrowingStream(Supplier<MeasuredStream> newStream, int eventsPerAppend, long lastLength) {
    this.newStream = newStream;
    this.eventsPerAppend = eventsPerAppend;
    this.lastLength = lastLength;
  }

  /** Returns a stream that has room for an append. */
  MeasuredStream next() {
    if (streams.isEmpty() || newest().version() + eventsPerAppend > lastLength) {
      streams.add(newStream.get());
    }
    return newest();
  }

  private MeasuredStream newest() {
    return streams.get(streams.size() - 1);
  }

  /** Hands over each stream. */
  void forEach(Consumer<MeasuredStream> check) {
    streams.forEach(check);
  }
}
