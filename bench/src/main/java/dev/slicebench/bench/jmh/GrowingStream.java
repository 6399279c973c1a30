package dev.slicebench.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * A caller's stream, replaced by a new one where it has grown too long; all are remembered.
 *
 * @param <S> what a stream is to the caller
 */
final class GrowingStream<S> {

  private final Supplier<S> newStream;
  private final ToLongFunction<S> versionOf;
  private final int eventsPerAppend;
  private final long lastLength;
  private final List<S> streams = new ArrayList<>();

  /**
   * Creates none yet.
   *
   * @param newStream writes a stream
   * @param versionOf tells how long a stream is
   * @param lastLength how long a stream may become
   */
  GrowingStream(
      Supplier<S> newStream, ToLongFunction<S> versionOf, int eventsPerAppend, long lastLength) {
    this.newStream = newStream;
    this.versionOf = versionOf;
    this.eventsPerAppend = eventsPerAppend;
    this.lastLength = lastLength;
  }

  /** Returns a stream that has room for an append. */
  S next() {
    if (streams.isEmpty() || versionOf.applyAsLong(newest()) + eventsPerAppend > lastLength) {
      streams.add(newStream.get());
    }
    return newest();
  }

  private S newest() {
    return streams.get(streams.size() - 1);
  }

  /** Hands over each stream. */
  void forEach(Consumer<S> check) {
    streams.forEach(check);
  }
}
