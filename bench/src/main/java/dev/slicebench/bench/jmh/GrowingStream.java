package dev.slicebench.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/** A caller's stream, replaced by a new one where it has grown too long; all are remembered. */
final class GrowingStream {

  private final Supplier<String> newStream;
  private final long firstLength;
  private final long lastLength;
  private final List<Written> left = new ArrayList<>();
  private String name = "";
  private long version;

  /**
   * Before its first append.
   *
   * @param newStream writes a stream of {@code firstLength} events
   * @param lastLength how long a stream may become
   */
  GrowingStream(Supplier<String> newStream, long firstLength, long lastLength) {
    this.newStream = newStream;
    this.firstLength = firstLength;
    this.lastLength = lastLength;
  }

  private record Written(String name, long version) {}

  /** Sees to it that {@code events} more have room. */
  void makeRoomFor(int events) {
    if (name.isEmpty() || version + events > lastLength) {
      leave();
      name = newStream.get();
      version = firstLength;
    }
  }

  String name() {
    return name;
  }

  /** How many events were acknowledged in it. */
  long version() {
    return version;
  }

  void appended(int events) {
    version += events;
  }

  /** Hands over each stream with its version. */
  void forEach(ObjLongConsumer<String> check) {
    leave();
    name = "";
    left.forEach(one -> check.accept(one.name, one.version));
  }

  private void leave() {
    if (!name.isEmpty()) {
      left.add(new Written(name, version));
    }
  }
}
