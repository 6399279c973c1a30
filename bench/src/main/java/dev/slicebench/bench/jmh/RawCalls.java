package dev.slicebench.bench.jmh;

import com.google.common.util.concurrent.Futures;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateCall.BulkGet;
import dev.slicebench.store.state.StateCall.Get;
import dev.slicebench.store.state.StateCall.Query;
import dev.slicebench.store.state.StateCall.Save;
import dev.slicebench.store.state.StateCall.Transact;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import io.dapr.client.DaprClient;
import io.dapr.v1.CommonProtos.Etag;
import io.dapr.v1.CommonProtos.StateItem;
import io.dapr.v1.CommonProtos.StateOptions;
import io.dapr.v1.CommonProtos.StateOptions.StateConcurrency;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprStateProtos.ExecuteStateTransactionRequest;
import io.dapr.v1.DaprStateProtos.GetBulkStateRequest;
import io.dapr.v1.DaprStateProtos.GetBulkStateResponse;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.dapr.v1.DaprStateProtos.GetStateResponse;
import io.dapr.v1.DaprStateProtos.QueryStateRequest;
import io.dapr.v1.DaprStateProtos.SaveStateRequest;
import io.dapr.v1.DaprStateProtos.TransactionalStateOperation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

/**
 * Sends calls of the library, with the same bytes, by gRPC's stubs and nothing else: what an
 * operation costs beyond is the library's. For one caller.
 */
final class RawCalls {

  /** As many as the library has daprd read at a time. */
  private static final int BULK_PARALLELISM = 32;

  /** What an append reads; a load needs no etag. */
  private static final int FEW = 20;

  /** As many reads as the library has under way at a time. */
  private static final int IN_FLIGHT = 4;

  private final DaprGrpc.DaprBlockingStub dapr;
  private final DaprGrpc.DaprFutureStub together;
  private final String storeName;
  private final Map<String, String> etags = new HashMap<>();

  RawCalls(DaprClient client, String storeName) {
    this.dapr = client.newGrpcStub("", DaprGrpc::newBlockingStub);
    this.together = client.newGrpcStub("", DaprGrpc::newFutureStub);
    this.storeName = storeName;
  }

  /**
   * Sends calls one after another, but for reads of many documents that follow each other: several
   * of those are under way at a time. A write carries the etag that was read before.
   */
  void send(List<StateCall<?>> calls) {
    Deque<Future<?>> underWay = new ArrayDeque<>();
    for (StateCall<?> call : calls) {
      boolean isBulk = call instanceof BulkGet || call instanceof Query;
      while (underWay.size() > (isBulk ? IN_FLIGHT - 1 : 0)) {
        take(underWay.remove());
      }
      if (isBulk && calls.size() > 1) {
        underWay.add(
            call instanceof BulkGet bulk
                ? together.getBulkState(request(bulk))
                : together.queryStateAlpha1(request((Query) call)));
      } else {
        send(call);
      }
    }
    underWay.forEach(this::take);
  }

  private void take(Future<?> answer) {
    if (Futures.getUnchecked(answer) instanceof GetBulkStateResponse bulk) {
      read(bulk);
    }
  }

  private void send(StateCall<?> call) {
    if (call instanceof Get get) {
      GetStateResponse answer = dapr.getState(request(get));
      etags.put(get.key(), answer.getEtag());
    } else if (call instanceof BulkGet bulk) {
      read(dapr.getBulkState(request(bulk)));
    } else if (call instanceof Save save) {
      dapr.saveState(request(save));
    } else if (call instanceof Transact transact) {
      dapr.executeStateTransaction(request(transact));
    } else if (call instanceof Query query) {
      dapr.queryStateAlpha1(request(query));
    } else {
      throw new IllegalArgumentException("no operation that is measured makes the call " + call);
    }
  }

  private void read(GetBulkStateResponse answer) {
    if (answer.getItemsCount() <= FEW) {
      answer.getItemsList().forEach(item -> etags.put(item.getKey(), item.getEtag()));
    }
  }

  private GetStateRequest request(Get get) {
    return GetStateRequest.newBuilder()
        .setStoreName(storeName)
        .setKey(get.key())
        .putAllMetadata(get.metadata())
        .build();
  }

  private GetBulkStateRequest request(BulkGet bulk) {
    return GetBulkStateRequest.newBuilder()
        .setStoreName(storeName)
        .addAllKeys(bulk.keys())
        .setParallelism(BULK_PARALLELISM)
        .putAllMetadata(bulk.metadata())
        .build();
  }

  private SaveStateRequest request(Save save) {
    return SaveStateRequest.newBuilder()
        .setStoreName(storeName)
        .addStates(item(save.upsert(), save.metadata()))
        .build();
  }

  private ExecuteStateTransactionRequest request(Transact transact) {
    ExecuteStateTransactionRequest.Builder request =
        ExecuteStateTransactionRequest.newBuilder()
            .setStoreName(storeName)
            .putAllMetadata(transact.metadata());
    for (StateOperation operation : transact.operations()) {
      request.addOperations(
          TransactionalStateOperation.newBuilder()
              .setOperationType("upsert")
              .setRequest(item((Upsert) operation, transact.metadata())));
    }
    return request.build();
  }

  private QueryStateRequest request(Query query) {
    return QueryStateRequest.newBuilder()
        .setStoreName(storeName)
        .setQuery(query.query())
        .putAllMetadata(query.metadata())
        .build();
  }

  private StateItem item(Upsert upsert, Map<String, String> metadata) {
    ByteString value = UnsafeByteOperations.unsafeWrap(upsert.value());
    StateItem.Builder item =
        StateItem.newBuilder()
            .setKey(upsert.key())
            .setValue(value)
            .putAllMetadata(metadata)
            .setOptions(
                StateOptions.newBuilder()
                    .setConcurrency(
                        upsert.condition() instanceof Condition.None
                            ? StateConcurrency.CONCURRENCY_LAST_WRITE
                            : StateConcurrency.CONCURRENCY_FIRST_WRITE));
    if (upsert.condition() instanceof Condition.Unchanged) {
      item.setEtag(Etag.newBuilder().setValue(etags.getOrDefault(upsert.key(), "")));
    }
    return item.build();
  }
}
