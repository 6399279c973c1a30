package dev.slicebench.store.state;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateStoreException.Kind;
import io.dapr.client.DaprClient;
import io.dapr.internal.grpc.interceptors.DaprTracingInterceptor;
import io.dapr.v1.CommonProtos.Etag;
import io.dapr.v1.CommonProtos.StateOptions;
import io.dapr.v1.CommonProtos.StateOptions.StateConcurrency;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprStateProtos.BulkStateItem;
import io.dapr.v1.DaprStateProtos.DeleteStateRequest;
import io.dapr.v1.DaprStateProtos.ExecuteStateTransactionRequest;
import io.dapr.v1.DaprStateProtos.GetBulkStateRequest;
import io.dapr.v1.DaprStateProtos.GetBulkStateResponse;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.dapr.v1.DaprStateProtos.QueryStateItem;
import io.dapr.v1.DaprStateProtos.QueryStateRequest;
import io.dapr.v1.DaprStateProtos.QueryStateResponse;
import io.dapr.v1.DaprStateProtos.SaveStateRequest;
import io.dapr.v1.DaprStateProtos.TransactionalStateOperation;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * A {@link StateStore} over a Dapr client's own gRPC channel. The client gives the sidecar's
 * address, its API token, a deadline where it has one, and the trace in the Reactor context; its
 * serializers and its retries have no part in it: a retried write looks like a conflict.
 */
public final class DaprStateStore implements StateStore {

  /** How many keys daprd reads at a time where the component has no bulk get of its own. */
  private static final int BULK_PARALLELISM = 32;

  private static final StateOptions FIRST_WRITE = options(StateConcurrency.CONCURRENCY_FIRST_WRITE);
  private static final StateOptions LAST_WRITE = options(StateConcurrency.CONCURRENCY_LAST_WRITE);

  private final Channel channel;
  private final CallOptions callOptions;
  private final String storeName;

  /**
   * Over one state store.
   *
   * @param storeName the name of the state store component
   */
  public DaprStateStore(DaprClient client, String storeName) {
    DaprGrpc.DaprStub stub = client.newGrpcStub("", DaprGrpc::newStub);
    this.channel = stub.getChannel();
    this.callOptions = stub.getCallOptions();
    this.storeName = storeName;
  }

  @Override
  public Mono<StateItem> get(String key, Map<String, String> metadata) {
    return call(
        DaprGrpc.getGetStateMethod(),
        () ->
            GetStateRequest.newBuilder()
                .setStoreName(storeName)
                .setKey(key)
                .putAllMetadata(metadata)
                .build(),
        answer -> item(key, answer.getData(), answer.getEtag(), answer.getMetadataMap()));
  }

  @Override
  public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
    return call(
        DaprGrpc.getGetBulkStateMethod(),
        () ->
            GetBulkStateRequest.newBuilder()
                .setStoreName(storeName)
                .addAllKeys(keys)
                .setParallelism(BULK_PARALLELISM)
                .putAllMetadata(metadata)
                .build(),
        answer -> complete(keys, answer));
  }

  @Override
  public Mono<Void> save(StateOperation.Upsert upsert, Map<String, String> metadata) {
    return call(
        DaprGrpc.getSaveStateMethod(),
        () ->
            SaveStateRequest.newBuilder()
                .setStoreName(storeName)
                .addStates(state(upsert, metadata))
                .build(),
        StateAnswer::nothing);
  }

  @Override
  public Mono<Void> delete(StateOperation.Delete delete, Map<String, String> metadata) {
    return call(
        DaprGrpc.getDeleteStateMethod(),
        () -> {
          DeleteStateRequest.Builder request =
              DeleteStateRequest.newBuilder()
                  .setStoreName(storeName)
                  .setKey(delete.key())
                  .putAllMetadata(metadata);
          if (delete.condition() instanceof Condition.Unchanged unchanged) {
            request.setEtag(etag(unchanged)).setOptions(FIRST_WRITE);
          }
          return request.build();
        },
        StateAnswer::nothing);
  }

  @Override
  public Mono<Void> transact(
      List<? extends StateOperation> operations, Map<String, String> metadata) {
    return call(
        DaprGrpc.getExecuteStateTransactionMethod(),
        () -> {
          ExecuteStateTransactionRequest.Builder request =
              ExecuteStateTransactionRequest.newBuilder()
                  .setStoreName(storeName)
                  .putAllMetadata(metadata);
          for (StateOperation operation : operations) {
            request.addOperations(
                TransactionalStateOperation.newBuilder()
                    .setOperationType(
                        operation instanceof StateOperation.Upsert ? "upsert" : "delete")
                    .setRequest(state(operation, metadata)));
          }
          return request.build();
        },
        StateAnswer::nothing);
  }

  @Override
  public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
    return call(
        DaprGrpc.getQueryStateAlpha1Method(),
        () ->
            QueryStateRequest.newBuilder()
                .setStoreName(storeName)
                .setQuery(query)
                .putAllMetadata(metadata)
                .build(),
        DaprStateStore::found);
  }

  /** Makes the call anew at each subscription. */
  private <Q, A, T> Mono<T> call(
      MethodDescriptor<Q, A> method, Supplier<Q> request, Function<A, T> answer) {
    return Mono.create(
        sink -> {
          try {
            ContextView context = sink.contextView();
            ClientCalls.asyncUnaryCall(
                traced(context).newCall(method, options(context)),
                request.get(),
                new StateAnswer<>(sink, answer));
          } catch (RuntimeException e) {
            sink.error(failure(e));
          }
        });
  }

  private Channel traced(ContextView context) {
    return context.hasKey("traceparent") || context.hasKey("grpc-trace-bin")
        ? ClientInterceptors.intercept(channel, new DaprTracingInterceptor(context))
        : channel;
  }

  private CallOptions options(ContextView context) {
    Executor here = CallingThread.of(context);
    return here == null ? callOptions : callOptions.withExecutor(here);
  }

  static Throwable failure(Throwable error) {
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
    return new StateStoreException(kind, text, error);
  }

  private static StateOptions options(StateConcurrency concurrency) {
    return StateOptions.newBuilder().setConcurrency(concurrency).build();
  }

  private static io.dapr.v1.CommonProtos.StateItem state(
      StateOperation operation, Map<String, String> metadata) {
    io.dapr.v1.CommonProtos.StateItem.Builder state =
        io.dapr.v1.CommonProtos.StateItem.newBuilder()
            .setKey(operation.key())
            .setOptions(operation.condition() instanceof Condition.None ? LAST_WRITE : FIRST_WRITE);
    if (!metadata.isEmpty()) {
      state.putAllMetadata(metadata);
    }
    if (operation.condition() instanceof Condition.Unchanged unchanged) {
      state.setEtag(etag(unchanged));
    }
    if (operation instanceof StateOperation.Upsert upsert) {
      state.setValue(UnsafeByteOperations.unsafeWrap(upsert.value()));
    }
    return state.build();
  }

  private static Etag etag(Condition.Unchanged unchanged) {
    return Etag.newBuilder().setValue(unchanged.etag()).build();
  }

  private static Map<String, StateItem> complete(List<String> keys, GetBulkStateResponse answer) {
    Map<String, StateItem> items = new HashMap<>(keys.size() * 2);
    for (BulkStateItem found : answer.getItemsList()) {
      String key = found.getKey();
      requireNoError(key, found.getError());
      items.put(key, item(key, found.getData(), found.getEtag(), found.getMetadataMap()));
    }
    for (String key : keys) {
      if (!items.containsKey(key)) {
        throw new StateStoreException(
            Kind.FAILED, "the bulk answer does not mention key '" + key + "'", null);
      }
    }
    return items;
  }

  private static List<StateItem> found(QueryStateResponse answer) {
    List<StateItem> items = new ArrayList<>(answer.getResultsCount());
    for (QueryStateItem found : answer.getResultsList()) {
      requireNoError(found.getKey(), found.getError());
      items.add(item(found.getKey(), found.getData(), found.getEtag(), Map.of()));
    }
    return items;
  }

  private static void requireNoError(String key, String error) {
    if (!error.isEmpty()) {
      throw new StateStoreException(Kind.FAILED, "key '" + key + "': " + error, null);
    }
  }

  private static StateItem item(
      String key, ByteString value, String etag, Map<String, String> metadata) {
    return etag.isEmpty()
        ? StateItem.absent(key)
        : new StateItem(key, OwnBytes.of(value), etag, metadata.get("ttlExpireTime"));
  }
}
