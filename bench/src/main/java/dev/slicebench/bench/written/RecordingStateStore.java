package dev.slicebench.bench.written;

import dev.slicebench.store.state.ForwardingStateStore;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateStore;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** A state store that records every key before it is written. */
public final class RecordingStateStore extends ForwardingStateStore {

  private final KeyLog log;

  /** Over {@code state}, recording into {@code log}. */
  public RecordingStateStore(StateStore state, KeyLog log) {
    super(state);
    this.log = log;
  }

  @Override
  public Mono<Void> save(StateOperation.Upsert upsert, Map<String, String> metadata) {
    log.record(metadata, List.of(upsert.key()));
    return super.save(upsert, metadata);
  }

  @Override
  public Mono<Void> transact(
      List<? extends StateOperation> operations, Map<String, String> metadata) {
    log.record(metadata, operations.stream().map(StateOperation::key).toList());
    return super.transact(operations, metadata);
  }
}
