package dev.slicebench.bench.jmh;

import com.google.protobuf.ByteString;
import io.dapr.v1.CommonProtos.StateItem;
import io.dapr.v1.CommonProtos.StateOptions;
import io.dapr.v1.CommonProtos.StateOptions.StateConcurrency;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprStateProtos.BulkStateItem;
import io.dapr.v1.DaprStateProtos.ExecuteStateTransactionRequest;
import io.dapr.v1.DaprStateProtos.GetBulkStateRequest;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.dapr.v1.DaprStateProtos.GetStateResponse;
import io.dapr.v1.DaprStateProtos.SaveStateRequest;
import io.dapr.v1.DaprStateProtos.TransactionalStateOperation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Slice documents written and read with nothing between the benchmark and Dapr's gRPC API. */
final class RawDocuments {

  /** Below the 4 MiB of a gRPC message, with room for keys and etags. */
  private static final int BULK_BYTES = 3 * 1024 * 1024;

  private static final StateOptions CREATE_ONLY =
      StateOptions.newBuilder().setConcurrency(StateConcurrency.CONCURRENCY_FIRST_WRITE).build();
  private static final ByteString HEAD = ByteString.copyFromUtf8("{\"Version\":1}");

  private final Connection connection;
  private final DaprGrpc.DaprBlockingStub dapr;
  private final ByteString slice;

  /** Documents that hold {@code events} events with payloads of {@code payloadBytes}. */
  RawDocuments(Connection connection, int events, int payloadBytes) {
    this.connection = connection;
    this.dapr = connection.raw();
    this.slice = slice(events, payloadBytes);
  }

  private static ByteString slice(int events, int payloadBytes) {
    StringBuilder json = new StringBuilder("[");
    new SampleEvents(payloadBytes)
        .following(0, events)
        .forEach(
            event ->
                json.append(json.length() == 1 ? "" : ",")
                    .append("{\"EventId\":\"")
                    .append(event.id())
                    .append("\",\"EventName\":\"")
                    .append(event.name())
                    .append("\",\"StreamName\":\"a-stream-of-usual-length\",\"Data\":")
                    .append(event.data().text())
                    .append(",\"Version\":1000}"));
    return ByteString.copyFrom(json.append("]").toString(), StandardCharsets.UTF_8);
  }

  /** Returns the keys of new documents, which do not exist yet. */
  List<String> newKeys(int count) {
    String name = connection.newName();
    List<String> keys = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      keys.add(name + "|" + i);
    }
    return keys;
  }

  /** One create-only SaveState. */
  void save(String key) {
    dapr.saveState(
        SaveStateRequest.newBuilder()
            .setStoreName(connection.storeName())
            .addStates(item(key, slice).setOptions(CREATE_ONLY))
            .build());
  }

  /** One transaction that creates the document and writes a head. */
  void transact(String key, String headKey) {
    dapr.executeStateTransaction(
        ExecuteStateTransactionRequest.newBuilder()
            .setStoreName(connection.storeName())
            .addOperations(upsert(item(key, slice).setOptions(CREATE_ONLY)))
            .addOperations(upsert(item(headKey, HEAD)))
            .build());
  }

  /** One GetState. */
  GetStateResponse get(String key) {
    return dapr.getState(
        GetStateRequest.newBuilder().setStoreName(connection.storeName()).setKey(key).build());
  }

  /** As few GetBulkStates as fit into gRPC's messages, one after another. */
  List<BulkStateItem> bulk(List<String> keys) {
    List<BulkStateItem> items = new ArrayList<>(keys.size());
    for (List<String> few : portions(keys)) {
      items.addAll(
          dapr.getBulkState(
                  GetBulkStateRequest.newBuilder()
                      .setStoreName(connection.storeName())
                      .addAllKeys(few)
                      .build())
              .getItemsList());
    }
    return items;
  }

  /**
   * Reads documents back.
   *
   * @throws BrokenRunException if one of them is missing
   */
  void check(List<String> keys) {
    for (List<String> few : portions(keys)) {
      for (BulkStateItem item : bulk(few)) {
        if (item.getData().isEmpty()) {
          throw new BrokenRunException("document " + item.getKey() + " is not there");
        }
      }
    }
  }

  private List<List<String>> portions(List<String> keys) {
    int size = Math.max(1, BULK_BYTES / slice.size());
    List<List<String>> portions = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += size) {
      portions.add(keys.subList(from, Math.min(from + size, keys.size())));
    }
    return portions;
  }

  private static StateItem.Builder item(String key, ByteString value) {
    return StateItem.newBuilder().setKey(key).setValue(value);
  }

  private static TransactionalStateOperation upsert(StateItem.Builder item) {
    return TransactionalStateOperation.newBuilder()
        .setOperationType("upsert")
        .setRequest(item)
        .build();
  }
}
