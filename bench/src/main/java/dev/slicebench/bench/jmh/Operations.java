package dev.slicebench.bench.jmh;

import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.StreamShape;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.SliceMode;

/** Carries out the operations that the benchmarks time, one by one, for a count of their cost. */
public final class Operations implements AutoCloseable {

  private final Connection connection;

  /** Connects to the target of a run. */
  public Operations(Target target) {
    this.connection = Connection.to(target);
  }

  /** Writes a new stream, and returns an operation on it by a store that has not written it. */
  public Runnable on(StreamShape shape, Benchmark benchmark, Protocol protocol, SliceMode mode) {
    MeasuredStream stream = connection.newStream(connection.ours(mode), shape);
    EventStore store = connection.store(protocol, mode);
    return () -> stream.operation(benchmark, store, protocol).block();
  }

  /** Disconnects; what was written stays, and is in the target's log of keys. */
  @Override
  public void close() {
    connection.close();
  }
}
