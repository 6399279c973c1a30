package dev.slicebench.store.state;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * A call to a state store, as a value: one record for each method of {@link StateStore}.
 *
 * @param <R> the answer's type
 */
public sealed interface StateCall<R> {

  /** Returns Dapr's request metadata. */
  Map<String, String> metadata();

  /** Makes the call to {@code store}, at each subscription. */
  Mono<R> on(StateStore store);

  /** Returns the documents that an answer to this call tells of. */
  default Collection<StateItem> documents(R answer) {
    return List.of();
  }

  /** {@link StateStore#get}. */
  record Get(String key, Map<String, String> metadata) implements StateCall<StateItem> {
    @Override
    public Mono<StateItem> on(StateStore store) {
      return store.get(key, metadata);
    }

    @Override
    public Collection<StateItem> documents(StateItem answer) {
      return List.of(answer);
    }
  }

  /** {@link StateStore#bulkGet}. */
  record BulkGet(List<String> keys, Map<String, String> metadata)
      implements StateCall<Map<String, StateItem>> {
    @Override
    public Mono<Map<String, StateItem>> on(StateStore store) {
      return store.bulkGet(keys, metadata);
    }

    @Override
    public Collection<StateItem> documents(Map<String, StateItem> answer) {
      return answer.values();
    }
  }

  /** {@link StateStore#query}. */
  record Query(String query, Map<String, String> metadata) implements StateCall<List<StateItem>> {
    @Override
    public Mono<List<StateItem>> on(StateStore store) {
      return store.query(query, metadata);
    }

    @Override
    public Collection<StateItem> documents(List<StateItem> answer) {
      return answer;
    }
  }

  /** A call that changes documents; every other only reads. */
  sealed interface Write extends StateCall<Void> {

    /** Returns what is to be written, in order. */
    List<? extends StateOperation> operations();
  }

  /** {@link StateStore#save}. */
  record Save(StateOperation.Upsert upsert, Map<String, String> metadata) implements Write {
    @Override
    public Mono<Void> on(StateStore store) {
      return store.save(upsert, metadata);
    }

    @Override
    public List<StateOperation> operations() {
      return List.of(upsert);
    }
  }

  /** {@link StateStore#delete}. */
  record Delete(StateOperation.Delete delete, Map<String, String> metadata) implements Write {
    @Override
    public Mono<Void> on(StateStore store) {
      return store.delete(delete, metadata);
    }

    @Override
    public List<StateOperation> operations() {
      return List.of(delete);
    }
  }

  /** {@link StateStore#transact}. */
  record Transact(List<? extends StateOperation> operations, Map<String, String> metadata)
      implements Write {
    @Override
    public Mono<Void> on(StateStore store) {
      return store.transact(operations, metadata);
    }
  }
}
