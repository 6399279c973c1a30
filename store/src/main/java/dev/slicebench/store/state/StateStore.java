package dev.slicebench.store.state;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;

/**
 * The seam between the slice modes and Dapr: one Dapr state store, a method a call. Nothing happens
 * before subscription. Failures are {@link StateStoreException}s.
 *
 * <p>{@code metadata} is Dapr's request metadata, such as {@code partitionKey}; it goes with the
 * request and with each operation in it.
 */
public interface StateStore {

  /** Reads one document; an absent one is {@linkplain StateItem#exists() not existing}. */
  Mono<StateItem> get(String key, Map<String, String> metadata);

  /**
   * Reads many documents.
   *
   * @return the items by key, one for each of {@code keys}. Not a snapshot: concurrent writes may
   *     be seen in part. An error of one item fails the whole.
   */
  Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata);

  /** Writes one document under its condition. */
  Mono<Void> save(StateOperation.Upsert upsert, Map<String, String> metadata);

  /** Deletes one document under its condition. */
  Mono<Void> delete(StateOperation.Delete delete, Map<String, String> metadata);

  /** Carries out all operations, in order, or none, as far as the component keeps that promise. */
  Mono<Void> transact(List<? extends StateOperation> operations, Map<String, String> metadata);

  /**
   * Finds documents by Dapr's query language (alpha).
   *
   * @param query the query as JSON
   * @return the documents of one answer, in the order of the query
   */
  Mono<List<StateItem>> query(String query, Map<String, String> metadata);

  /** Returns this store with {@code interceptor} before it. */
  default StateStore intercepted(Interceptor interceptor) {
    return new InterceptedStateStore(this, interceptor);
  }

  /**
   * Returns this store with an {@link Interceptor} of one kind of call before it; the others are
   * handed on as they are.
   *
   * @param around answers the call, as {@link Interceptor#around} does
   */
  default <R, C extends StateCall<R>> StateStore intercepted(
      Class<C> kind, BiFunction<C, StateStore, Mono<R>> around) {
    return intercepted(
        new Interceptor() {
          @SuppressWarnings("unchecked") // A call of this kind has R as its answer's type.
          @Override
          public <T> Mono<T> around(StateCall<T> call, StateStore next) {
            return kind.isInstance(call)
                ? (Mono<T>) around.apply(kind.cast(call), next)
                : call.on(next);
          }
        });
  }
}
