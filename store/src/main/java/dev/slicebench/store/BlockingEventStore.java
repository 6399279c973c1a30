package dev.slicebench.store;

import dev.slicebench.store.state.CallingThread;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * An {@link EventStore} for callers that wait for the answer. Contracts and failures are those of
 * the store; failures are thrown. The calls to Dapr and what is made of their answers take place in
 * the caller's thread, which saves changes of threads. Not to be called from a Reactor non-blocking
 * thread.
 */
public final class BlockingEventStore {

  private final EventStore store;

  BlockingEventStore(EventStore store) {
    this.store = store;
  }

  /** As {@link EventStore#append}. */
  public AppendResult append(String stream, ExpectedVersion expected, List<EventData> events) {
    return Objects.requireNonNull(CallingThread.await(store.append(stream, expected, events)));
  }

  /** Loads as {@link EventStore#load(String, LoadOptions)} does, into memory. */
  public List<RecordedEvent> load(String stream, LoadOptions options) {
    return Objects.requireNonNull(CallingThread.await(store.load(stream, options).collectList()));
  }

  /** As {@link EventStore#load(String)}, with the whole stream in memory. */
  public List<RecordedEvent> load(String stream) {
    return load(stream, LoadOptions.all());
  }

  /**
   * As {@link EventStore#load(String, LoadOptions)}, for streams that do not fit into memory; what
   * is read ahead is bounded.
   *
   * @return a stream to be closed, which ends a load that was not read to its end
   */
  public Stream<RecordedEvent> stream(String stream, LoadOptions options) {
    return store.load(stream, options).toStream();
  }

  /** As {@link EventStore#head}. */
  public OptionalLong head(String stream) {
    Long version = CallingThread.await(store.head(stream));
    return version == null ? OptionalLong.empty() : OptionalLong.of(version);
  }
}
