package dev.slicebench.bench.jmh;

import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.state.StateCall;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * A stream whose appends are rehearsed in memory, to be sent as raw calls: they write what the
 * library would.
 */
final class RehearsedStream {

  private final RehearsalStore memory = new RehearsalStore();
  private final MeasuredStream stream;
  private final DaprEventStore store;
  private final Consumer<StateCall<?>> beforeSending;

  /**
   * A stream that nobody has written yet.
   *
   * @param beforeSending takes each call before it is returned
   */
  RehearsedStream(
      MeasuredStream stream,
      SliceMode mode,
      StoreProfile profile,
      Consumer<StateCall<?>> beforeSending) {
    this.stream = stream;
    this.beforeSending = beforeSending;
    this.store = DaprEventStore.builder(memory, profile, mode).allowUnsafe().build();
  }

  /** Writes the stream to its length. */
  void write(RawCalls raw) {
    stream.write(store, append -> raw.send(callsOf(append)));
  }

  /** Returns the calls of the next append, by a writer who knows the stream's head. */
  List<StateCall<?>> next() {
    return callsOf(stream.append(store));
  }

  private List<StateCall<?>> callsOf(Mono<?> append) {
    List<StateCall<?>> calls = memory.callsOf(append);
    calls.forEach(beforeSending);
    return calls;
  }

  /** Returns how many events it has once all calls that were returned have been sent. */
  long version() {
    return stream.version();
  }

  MeasuredStream measured() {
    return stream;
  }
}
