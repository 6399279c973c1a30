package dev.slicebench.store.state;

import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * A state store that hands on every call to another as it is, and its answer or failure back: the
 * base of one that sees or changes some of them. As safe for use by many threads as the other.
 */
public class ForwardingStateStore implements StateStore {

  private final StateStore target;

  /** To {@code target}. */
  public ForwardingStateStore(StateStore target) {
    this.target = target;
  }

  /**
   * Stands between a write, of whatever kind, and who asked for it: a save, a delete, a
   * transaction. Called when the write is asked for, which is before subscription.
   *
   * @param operations what is to be written: one operation, or a transaction's
   * @param metadata the request's
   * @param call carries the write out in {@code target}, each time it is subscribed to
   * @return what the caller gets in place of {@code call}; here {@code call} itself
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
