package dev.slicebench.conformance.rules;

import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateStore;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * A state store that hands on every call as it is; a subclass sees or changes what it overrides.
 */
public class ForwardingStateStore implements StateStore {

  private final StateStore target;

  /** To {@code target}. */
  public ForwardingStateStore(StateStore target) {
    this.target = target;
  }

  /**
   * Every kind of write passes here.
   *
   * @param call hands it on; nothing has happened yet
   */
  protected Mono<Void> write(
      List<? extends StateOperation> operations, Map<String, String> metadata, Mono<Void> call) {
    return call;
  }

  @Override
  public Mono<StateItem> get(String key, Map<String, String> metadata) {
    return target.get(key, metadata);
  }

  @Override
  public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
    return target.bulkGet(keys, metadata);
  }

  @Override
  public Mono<Void> save(StateOperation.Upsert upsert, Map<String, String> metadata) {
    return write(List.of(upsert), metadata, target.save(upsert, metadata));
  }

  @Override
  public Mono<Void> delete(StateOperation.Delete delete, Map<String, String> metadata) {
    return write(List.of(delete), metadata, target.delete(delete, metadata));
  }

  @Override
  public Mono<Void> transact(
      List<? extends StateOperation> operations, Map<String, String> metadata) {
    return write(operations, metadata, target.transact(operations, metadata));
  }

  @Override
  public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
    return target.query(query, metadata);
  }
}
