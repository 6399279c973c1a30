package dev.slicebench.sidecar.embedded;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.ResourceInfo;
import com.google.rpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;

/** daprd's errors: code, message and details. */
final class DaprErrors {

  private DaprErrors() {}

  static StatusRuntimeException notFound(String store) {
    return error(
        Code.INVALID_ARGUMENT,
        "state store " + store + " is not found",
        List.of(info("DAPR_STATE_NOT_FOUND")));
  }

  static StatusRuntimeException illegalKey(String store, String key) {
    String message = "input key/keyPrefix '" + key + "' can't contain '||'";
    BadRequest violation =
        BadRequest.newBuilder()
            .addFieldViolations(
                BadRequest.FieldViolation.newBuilder().setField(key).setDescription(message))
            .build();
    return error(
        Code.INVALID_ARGUMENT,
        message,
        List.of(violation, resource(store), info("DAPR_STATE_ILLEGAL_KEY")));
  }

  static StatusRuntimeException emptyKey() {
    return basic(Code.INVALID_ARGUMENT, "state key cannot be empty", "ERR_STATE_SAVE");
  }

  static StatusRuntimeException invalidJson(String text) {
    return io.grpc.Status.UNKNOWN.withDescription(text).asRuntimeException();
  }

  static StatusRuntimeException get(String store, String key, ComponentException cause) {
    return basic(
        Code.INTERNAL,
        "fail to get " + key + " from state store " + store + ": " + cause.text(),
        "ERR_STATE_GET");
  }

  static StatusRuntimeException getBulk(String store, ComponentException cause) {
    return basic(
        Code.INTERNAL,
        "failed to get states from state store " + store + ": " + cause.text(),
        "ERR_STATE_BULK_GET");
  }

  static StatusRuntimeException tooManyOperations(String store, int operations, int most) {
    return error(
        Code.INVALID_ARGUMENT,
        "the transaction contains "
            + operations
            + " operations, which is more than what the state store supports: "
            + most,
        List.of(resource(store), info("DAPR_STATE_TOO_MANY_TRANSACTIONS")));
  }

  static StatusRuntimeException save(String store, ComponentException cause) {
    return basic(
        code(cause),
        "failed saving state in state store " + store + ": " + cause.text(),
        "ERR_STATE_SAVE");
  }

  static StatusRuntimeException delete(String key, ComponentException cause) {
    return basic(
        code(cause),
        "failed deleting state with key " + key + ": " + cause.text(),
        "ERR_STATE_DELETE");
  }

  static StatusRuntimeException deleteBulk(String store, ComponentException cause) {
    return basic(
        code(cause),
        "failed deleting state in state store " + store + ": " + cause.text(),
        "ERR_STATE_BULK_DELETE");
  }

  static StatusRuntimeException transaction(ComponentException cause) {
    return basic(
        Code.INTERNAL,
        "error while executing state transaction: " + cause.text(),
        "ERR_STATE_TRANSACTION");
  }

  static StatusRuntimeException unknownOperation(String type) {
    return basic(
        Code.UNIMPLEMENTED,
        "operation type " + type + " not supported",
        "ERR_NOT_SUPPORTED_STATE_OPERATION");
  }

  static StatusRuntimeException noQuery(String store) {
    return error(
        Code.INTERNAL,
        "state store does not support querying",
        List.of(resource(store), info("DAPR_STATE_QUERYING_NOT_SUPPORTED")));
  }

  static StatusRuntimeException query(String store, ComponentException cause) {
    return error(
        Code.INTERNAL,
        "state store " + store + " query failed: " + cause.text(),
        List.of(resource(store), info("DAPR_STATE_QUERY_FAILED")));
  }

  static StatusRuntimeException tooLarge(String action, int bytes, int limit) {
    return io.grpc.Status.RESOURCE_EXHAUSTED
        .withDescription(
            "grpc: " + action + " message larger than max (" + bytes + " vs. " + limit + ")")
        .asRuntimeException();
  }

  /** Not daprd's: what this server cannot do. */
  static StatusRuntimeException noExpiry() {
    return io.grpc.Status.UNIMPLEMENTED
        .withDescription("slicebench's embedded sidecar does not implement ttlInSeconds")
        .asRuntimeException();
  }

  private static Code code(ComponentException cause) {
    return switch (cause.kind()) {
      case MISMATCH -> Code.ABORTED;
      case INVALID -> Code.INVALID_ARGUMENT;
      case OTHER -> Code.INTERNAL;
    };
  }

  private static StatusRuntimeException basic(Code code, String message, String reason) {
    return error(code, message, List.of(info(reason)));
  }

  private static ErrorInfo info(String reason) {
    return ErrorInfo.newBuilder().setDomain("dapr.io").setReason(reason).build();
  }

  private static ResourceInfo resource(String store) {
    return ResourceInfo.newBuilder().setResourceType("state").setResourceName(store).build();
  }

  private static StatusRuntimeException error(Code code, String message, List<Message> details) {
    Status.Builder status = Status.newBuilder().setCode(code.value()).setMessage(message);
    for (Message detail : details) {
      status.addDetails(Any.pack(detail));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }
}
