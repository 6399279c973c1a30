package dev.slicebench.bench.jmh;

import dev.slicebench.evidence.Protocol;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.SliceMode;

/** The operations that the benchmarks time, one by one, for whoever counts what they cost. */
public final class Operations implements AutoCloseable {

  private final Connection connection;

  /** On the target of a run. */
  public Operations(Target target) {
    this.connection = Connection.to(target);
  }

  /** Prepares {@link AppendBenchmark#append}: each call is an append to the same stream. */
  public Runnable append(
      Protocol protocol, SliceMode mode, int streamLength, int eventsPerAppend, int payloadBytes) {
    SampleEvents events = new SampleEvents(payloadBytes);
    EventStore store = connection.store(protocol, mode);
    EventStore builder = protocol == Protocol.SLICEBENCH ? store : connection.ours(mode);
    String stream = connection.newStream(builder, streamLength, eventsPerAppend, events);
    long[] version = {streamLength};
    return () -> {
      store
          .append(
              stream,
              ExpectedVersion.exact(version[0]),
              events.following(version[0], eventsPerAppend))
          .block();
      version[0] += eventsPerAppend;
    };
  }

  /**
   * Prepares {@link LoadBenchmark#whole} or, of its last ten events, {@link LoadBenchmark#tail}.
   */
  public Runnable load(
      Protocol protocol,
      SliceMode mode,
      boolean tail,
      int streamLength,
      int eventsPerAppend,
      int payloadBytes) {
    EventStore store = connection.store(protocol, mode);
    String stream =
        connection.newStream(
            connection.store(protocol, mode),
            streamLength,
            eventsPerAppend,
            new SampleEvents(payloadBytes));
    LoadOptions options =
        tail ? LoadBenchmark.tailOptions(protocol, streamLength) : LoadOptions.all();
    return () -> store.load(stream, options).blockLast();
  }

  /** Disconnects; what was written stays, and is in the target's log of keys. */
  @Override
  public void close() {
    connection.close();
  }
}
