package dev.slicebench.sidecar;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.dapr.v1.CommonProtos.Etag;
import io.dapr.v1.CommonProtos.StateItem;
import io.dapr.v1.CommonProtos.StateOptions;
import io.dapr.v1.CommonProtos.StateOptions.StateConcurrency;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprGrpc.DaprBlockingStub;
import io.dapr.v1.DaprStateProtos.BulkStateItem;
import io.dapr.v1.DaprStateProtos.DeleteBulkStateRequest;
import io.dapr.v1.DaprStateProtos.DeleteStateRequest;
import io.dapr.v1.DaprStateProtos.ExecuteStateTransactionRequest;
import io.dapr.v1.DaprStateProtos.GetBulkStateRequest;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.dapr.v1.DaprStateProtos.GetStateResponse;
import io.dapr.v1.DaprStateProtos.QueryStateRequest;
import io.dapr.v1.DaprStateProtos.QueryStateResponse;
import io.dapr.v1.DaprStateProtos.SaveStateRequest;
import io.dapr.v1.DaprStateProtos.TransactionalStateOperation;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Calls a sidecar's state API as it is, and gives back outcomes as values. */
final class Client implements AutoCloseable {

  private final ManagedChannel channel;
  private final String store;

  Client(Sidecar sidecar) {
    this.channel = NettyChannelBuilder.forTarget(sidecar.grpcAddress()).usePlaintext().build();
    this.store = sidecar.info().component().name();
  }

  /** How a call ended: the code, the message, and the reason in daprd's error details. */
  record Outcome(Status.Code code, String message, String reason) {
    static final Outcome OK = new Outcome(Status.Code.OK, "", "");

    boolean ok() {
      return code == Status.Code.OK;
    }
  }

  interface Call {
    void run(DaprBlockingStub stub);
  }

  DaprBlockingStub stub() {
    return DaprGrpc.newBlockingStub(channel)
        .withMaxInboundMessageSize(64 << 20)
        .withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  Outcome call(Call call) {
    try {
      call.run(stub());
      return Outcome.OK;
    } catch (StatusRuntimeException e) {
      return new Outcome(
          e.getStatus().getCode(), String.valueOf(e.getStatus().getDescription()), reason(e));
    }
  }

  private static String reason(StatusRuntimeException e) {
    return Optional.ofNullable(StatusProto.fromThrowable(e)).stream()
        .flatMap(status -> status.getDetailsList().stream())
        .filter(detail -> detail.is(ErrorInfo.class))
        .map(Client::errorInfo)
        .filter(info -> info.getDomain().equals("dapr.io"))
        .map(ErrorInfo::getReason)
        .findFirst()
        .orElse("");
  }

  private static ErrorInfo errorInfo(Any detail) {
    try {
      return detail.unpack(ErrorInfo.class);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  static StateItem item(String key, String value) {
    return item(key, ByteString.copyFromUtf8(value));
  }

  static StateItem item(String key, ByteString value) {
    return StateItem.newBuilder().setKey(key).setValue(value).build();
  }

  static StateItem withEtag(StateItem item, String etag) {
    return item.toBuilder().setEtag(Etag.newBuilder().setValue(etag)).build();
  }

  static StateItem firstWrite(StateItem item) {
    return with(item, StateConcurrency.CONCURRENCY_FIRST_WRITE);
  }

  static StateItem lastWrite(StateItem item) {
    return with(item, StateConcurrency.CONCURRENCY_LAST_WRITE);
  }

  private static StateItem with(StateItem item, StateConcurrency concurrency) {
    return item.toBuilder()
        .setOptions(StateOptions.newBuilder().setConcurrency(concurrency))
        .build();
  }

  static StateItem json(StateItem item) {
    return item.toBuilder().putMetadata("contentType", "application/json").build();
  }

  static TransactionalStateOperation upsert(StateItem item) {
    return operation("upsert", item);
  }

  static TransactionalStateOperation delete(StateItem item) {
    return operation("delete", item);
  }

  static TransactionalStateOperation operation(String type, StateItem item) {
    return TransactionalStateOperation.newBuilder().setOperationType(type).setRequest(item).build();
  }

  GetStateResponse get(String key) {
    return stub().getState(GetStateRequest.newBuilder().setStoreName(store).setKey(key).build());
  }

  String value(String key) {
    return get(key).getData().toStringUtf8();
  }

  String etag(String key) {
    return get(key).getEtag();
  }

  List<BulkStateItem> getBulk(String... keys) {
    return stub()
        .getBulkState(
            GetBulkStateRequest.newBuilder()
                .setStoreName(store)
                .addAllKeys(Arrays.asList(keys))
                .build())
        .getItemsList();
  }

  Outcome save(StateItem... items) {
    return call(
        stub ->
            stub.saveState(
                SaveStateRequest.newBuilder()
                    .setStoreName(store)
                    .addAllStates(Arrays.asList(items))
                    .build()));
  }

  Outcome delete(String key, String etag) {
    DeleteStateRequest.Builder request =
        DeleteStateRequest.newBuilder().setStoreName(store).setKey(key);
    if (!etag.isEmpty()) {
      request.setEtag(Etag.newBuilder().setValue(etag));
    }
    return call(stub -> stub.deleteState(request.build()));
  }

  Outcome deleteFirstWrite(String key) {
    return call(
        stub ->
            stub.deleteState(
                DeleteStateRequest.newBuilder()
                    .setStoreName(store)
                    .setKey(key)
                    .setOptions(
                        StateOptions.newBuilder()
                            .setConcurrency(StateConcurrency.CONCURRENCY_FIRST_WRITE))
                    .build()));
  }

  Outcome deleteBulk(StateItem... items) {
    return call(
        stub ->
            stub.deleteBulkState(
                DeleteBulkStateRequest.newBuilder()
                    .setStoreName(store)
                    .addAllStates(Arrays.asList(items))
                    .build()));
  }

  Outcome transact(TransactionalStateOperation... operations) {
    return call(
        stub ->
            stub.executeStateTransaction(
                ExecuteStateTransactionRequest.newBuilder()
                    .setStoreName(store)
                    .addAllOperations(Arrays.asList(operations))
                    .build()));
  }

  QueryStateResponse query(String query) {
    return stub()
        .queryStateAlpha1(
            QueryStateRequest.newBuilder().setStoreName(store).setQuery(query).build());
  }

  Outcome queryOutcome(String query) {
    return call(
        stub ->
            stub.queryStateAlpha1(
                QueryStateRequest.newBuilder().setStoreName(store).setQuery(query).build()));
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
