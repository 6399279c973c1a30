package dev.slicebench.store.state;

import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateStoreException.Kind;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprPreviewClient;
import io.dapr.client.domain.DeleteStateRequest;
import io.dapr.client.domain.ExecuteStateTransactionRequest;
import io.dapr.client.domain.GetBulkStateRequest;
import io.dapr.client.domain.GetStateRequest;
import io.dapr.client.domain.QueryStateItem;
import io.dapr.client.domain.QueryStateRequest;
import io.dapr.client.domain.SaveStateRequest;
import io.dapr.client.domain.State;
import io.dapr.client.domain.StateOptions;
import io.dapr.client.domain.StateOptions.Concurrency;
import io.dapr.client.domain.TransactionalStateOperation;
import io.dapr.client.domain.TransactionalStateOperation.OperationType;
import io.dapr.utils.TypeRef;
import io.grpc.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A {@link StateStore} over the Dapr SDK. The client must pass {@code byte[]} through untouched, as
 * its default serializer does, and should not retry: a retried write looks like a conflict.
 */
public final class DaprStateStore implements StateStore {

  /** How many keys daprd reads at a time where the component has no bulk get of its own. */
  private static final int BULK_PARALLELISM = 32;

  private static final StateOptions FIRST_WRITE = new StateOptions(null, Concurrency.FIRST_WRITE);
  private static final StateOptions LAST_WRITE = new StateOptions(null, Concurrency.LAST_WRITE);

  private final DaprClient client;
  private final String storeName;

  /**
   * Over one state store.
   *
   * @param storeName the name of the state store component
   */
  public DaprStateStore(DaprClient client, String storeName) {
    this.client = client;
    this.storeName = storeName;
  }

  @Override
  public Mono<StateItem> get(String key, Map<String, String> metadata) {
    return answer(
        () ->
            client
                .getState(
                    new GetStateRequest(storeName, key).setMetadata(metadata), TypeRef.BYTE_ARRAY)
                .map(DaprStateStore::item));
  }

  @Override
  public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
    return answer(
        () ->
            client
                .getBulkState(
                    new GetBulkStateRequest(storeName, keys)
                        .setParallelism(BULK_PARALLELISM)
                        .setMetadata(metadata),
                    TypeRef.BYTE_ARRAY)
                .map(states -> complete(keys, states)));
  }

  @Override
  public Mono<Void> save(StateOperation.Upsert upsert, Map<String, String> metadata) {
    // Not saveState: it adds a contentType of its own, by which daprd re-spells JSON values.
    return call(
        () ->
            client.saveBulkState(
                new SaveStateRequest(storeName).setStates(List.of(state(upsert, metadata)))));
  }

  @Override
  public Mono<Void> delete(StateOperation.Delete delete, Map<String, String> metadata) {
    return call(
        () -> {
          DeleteStateRequest request =
              new DeleteStateRequest(storeName, delete.key()).setMetadata(metadata);
          if (delete.condition() instanceof Condition.Unchanged unchanged) {
            request.setEtag(unchanged.etag()).setStateOptions(FIRST_WRITE);
          }
          return client.deleteState(request);
        });
  }

  @Override
  public Mono<Void> transact(
      List<? extends StateOperation> operations, Map<String, String> metadata) {
    return call(
        () ->
            client.executeStateTransaction(
                new ExecuteStateTransactionRequest(storeName)
                    .setOperations(
                        operations.stream()
                            .<TransactionalStateOperation<?>>map(
                                operation -> operation(operation, metadata))
                            .toList())
                    .setMetadata(metadata)));
  }

  @Override
  public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
    return answer(
        () -> {
          if (!(client instanceof DaprPreviewClient preview)) {
            return Mono.error(
                new StateStoreException(
                    Kind.INVALID,
                    "this Dapr client has no Query API: use DaprClientBuilder",
                    null));
          }
          return preview
              .queryState(
                  new QueryStateRequest(storeName).setQueryString(query).setMetadata(metadata),
                  TypeRef.BYTE_ARRAY)
              .map(response -> response.getResults().stream().map(DaprStateStore::item).toList());
        });
  }

  private static <T> Mono<T> call(Supplier<Mono<T>> request) {
    // Deferred, since the SDK serializes at assembly. By a future, since the SDK completes its sink
    // twice, and Reactor takes that for an empty answer where the value was not requested yet.
    return Mono.defer(() -> Mono.fromFuture(request.get().toFuture(), true))
        .onErrorMap(DaprStateStore::failure);
  }

  private static <T> Mono<T> answer(Supplier<Mono<T>> request) {
    return call(request)
        .switchIfEmpty(
            Mono.error(
                () -> new StateStoreException(Kind.FAILED, "the sidecar's answer is empty", null)));
  }

  private static Throwable failure(Throwable error) {
    if (error instanceof StateStoreException) {
      return error;
    }
    String text = String.valueOf(error.getMessage());
    Status.Code code = Status.fromThrowable(error).getCode();
    Kind kind =
        switch (code) {
          case INVALID_ARGUMENT,
              NOT_FOUND,
              FAILED_PRECONDITION,
              UNIMPLEMENTED,
              PERMISSION_DENIED,
              UNAUTHENTICATED ->
              Kind.INVALID;
          case RESOURCE_EXHAUSTED -> Kind.TOO_LARGE;
          case UNAVAILABLE, DEADLINE_EXCEEDED -> Kind.UNAVAILABLE;
          case INTERNAL -> CertainRefusals.isOne(text) ? Kind.INVALID : Kind.FAILED;
          default -> Kind.FAILED;
        };
    if (error instanceof IllegalArgumentException) {
      kind = Kind.INVALID;
    }
    return new StateStoreException(kind, text, error);
  }

  private static TransactionalStateOperation<?> operation(
      StateOperation operation, Map<String, String> metadata) {
    return operation instanceof StateOperation.Upsert upsert
        ? new TransactionalStateOperation<>(OperationType.UPSERT, state(upsert, metadata))
        : new TransactionalStateOperation<>(
            OperationType.DELETE,
            new State<byte[]>(
                operation.key(), null, etag(operation), metadata, options(operation)));
  }

  private static State<byte[]> state(StateOperation.Upsert upsert, Map<String, String> metadata) {
    return new State<>(upsert.key(), upsert.value(), etag(upsert), metadata, options(upsert));
  }

  private static @Nullable String etag(StateOperation operation) {
    return operation.condition() instanceof Condition.Unchanged unchanged ? unchanged.etag() : null;
  }

  private static StateOptions options(StateOperation operation) {
    return operation.condition() instanceof Condition.None ? LAST_WRITE : FIRST_WRITE;
  }

  private static Map<String, StateItem> complete(List<String> keys, List<State<byte[]>> states) {
    Map<String, StateItem> items = new HashMap<>(keys.size() * 2);
    for (State<byte[]> state : states) {
      if (state.getError() != null) {
        throw new StateStoreException(
            Kind.FAILED, "key '" + state.getKey() + "': " + state.getError(), null);
      }
      items.put(state.getKey(), item(state));
    }
    for (String key : keys) {
      if (!items.containsKey(key)) {
        throw new StateStoreException(
            Kind.FAILED, "the bulk answer does not mention key '" + key + "'", null);
      }
    }
    return items;
  }

  private static StateItem item(State<byte[]> state) {
    Map<String, String> metadata = state.getMetadata();
    return item(
        state.getKey(),
        state.getValue(),
        state.getEtag(),
        metadata == null ? null : metadata.get("ttlExpireTime"));
  }

  private static StateItem item(QueryStateItem<byte[]> found) {
    if (found.getError() != null && !found.getError().isEmpty()) {
      throw new StateStoreException(
          Kind.FAILED, "key '" + found.getKey() + "': " + found.getError(), null);
    }
    return item(found.getKey(), found.getValue(), found.getEtag(), null);
  }

  private static StateItem item(
      String key, byte @Nullable [] value, @Nullable String etag, @Nullable String expires) {
    return etag == null || value == null
        ? StateItem.absent(key)
        : new StateItem(key, value, etag, expires);
  }
}
