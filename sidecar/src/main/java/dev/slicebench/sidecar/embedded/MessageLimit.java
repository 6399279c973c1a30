package dev.slicebench.sidecar.embedded;

import com.google.protobuf.MessageLite;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;

/** Refuses a request that is too large with the words of daprd's gRPC library. */
final class MessageLimit implements ServerInterceptor {

  private final int bytes;

  MessageLimit(int bytes) {
    this.bytes = bytes;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      private boolean refused;

      @Override
      public void onMessage(Q message) {
        int size = message instanceof MessageLite lite ? lite.getSerializedSize() : 0;
        if (size > bytes) {
          refused = true;
          StatusRuntimeException error = DaprErrors.tooLarge("received", size, bytes);
          call.close(error.getStatus(), new Metadata());
        } else {
          super.onMessage(message);
        }
      }

      @Override
      public void onHalfClose() {
        if (!refused) {
          super.onHalfClose();
        }
      }
    };
  }
}
