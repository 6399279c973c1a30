package dev.slicebench.bench.jmh;

import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.StreamShape;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.RecordedEvent;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * A new stream, and each operation on it that is measured: the benchmarks time them, the ledger
 * counts them, and a run on Cosmos DB asks what they are charged, all from here.
 */
public final class MeasuredStream {

  /** How many events a tail is. */
  static final int TAIL = 10;

  private final String name;
  private final StreamShape shape;
  private final SampleEvents events;
  private long version;

  /** Names a stream that nobody has written yet. */
  public MeasuredStream(String name, StreamShape shape) {
    this.name = name;
    this.shape = shape;
    this.events = new SampleEvents(shape.payloadBytes());
  }

  String name() {
    return name;
  }

  /** Returns how many events it has once everything that was returned has been carried out. */
  long version() {
    return version;
  }

  /**
   * Hands on the appends that give it its length, each as large as those that are measured, but for
   * the last. Both protocols write the same.
   */
  public void write(EventStore writer, Consumer<Mono<?>> each) {
    while (version < shape.streamLength()) {
      each.accept(
          append(writer, (int) Math.min(shape.eventsPerAppend(), shape.streamLength() - version)));
    }
  }

  /** Returns an append with the exact expected version, to be carried out once, in its turn. */
  public Mono<AppendResult> append(EventStore store) {
    return append(store, shape.eventsPerAppend());
  }

  private Mono<AppendResult> append(EventStore store, int count) {
    ExpectedVersion expected = ExpectedVersion.exact(version);
    List<EventData> next = events.following(version, count);
    version += count;
    return Mono.defer(() -> store.append(name, expected, next));
  }

  /** Returns a load of the whole stream. */
  public Mono<List<RecordedEvent>> loadWhole(EventStore store) {
    return store.load(name).collectList();
  }

  /**
   * Returns a load of the last ten events. The original cannot be asked for the last: its caller
   * knows the version to load from.
   */
  public Mono<List<RecordedEvent>> loadTail(EventStore store, Protocol protocol) {
    LoadOptions options =
        protocol == Protocol.SLICEBENCH
            ? LoadOptions.last(TAIL)
            : LoadOptions.from(Math.max(1, version - TAIL + 1));
    return store.load(name, options).collectList();
  }

  /**
   * Returns a load of the whole stream with an append of the version that it has shown, to be
   * carried out once, in its turn.
   */
  Mono<AppendResult> decide(EventStore store) {
    version += shape.eventsPerAppend();
    return loadWhole(store).flatMap(loaded -> decideAndAppend(store, loaded));
  }

  private Mono<AppendResult> decideAndAppend(EventStore store, List<RecordedEvent> loaded) {
    long seen = loaded.get(loaded.size() - 1).version();
    return store.append(
        name, ExpectedVersion.exact(seen), events.following(seen, shape.eventsPerAppend()));
  }

  /** Returns one of the operations that cost the same each time. */
  public Mono<?> operation(Benchmark benchmark, EventStore store, Protocol protocol) {
    return switch (benchmark) {
      case APPEND -> append(store);
      case LOAD_WHOLE -> loadWhole(store);
      case LOAD_TAIL -> loadTail(store, protocol);
      default -> throw new IllegalArgumentException(benchmark + " is not counted");
    };
  }
}
