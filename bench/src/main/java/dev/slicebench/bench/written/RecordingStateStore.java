package dev.slicebench.bench.written;

import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateStore;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** A state store that records every key before it is written. */
public final class RecordingStateStore implements StateStore {

  private final StateStore state;
  private final KeyLog log;

  /** Over {@code state}, recording into {@code log}. */
  public RecordingStateStore(StateStore state, KeyLog log) {
    this.state = state;
    this.log = log;
  }

  @Override
  public Mono<StateItem> get(String key, Map<String, String> metadata) {
    return state.get(key, metadata);
  }

  @Override
  public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
    return state.bulkGet(keys, metadata);
  }

  @Override
  public Mono<Void> save(StateOperation.Upsert upsert, Map<String, String> metadata) {
    log.record(metadata, List.of(upsert.key()));
    return state.save(upsert, metadata);
  }

  @Override
  public Mono<Void> delete(StateOperation.Delete delete, Map<String, String> metadata) {
    return state.delete(delete, metadata);
  }

  @Override
  public Mono<Void> transact(
      List<? extends StateOperation> operations, Map<String, String> metadata) {
    log.record(metadata, operations.stream().map(StateOperation::key).toList());
    return state.transact(operations, metadata);
  }

  @Override
  public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
    return state.query(query, metadata);
  }
}
