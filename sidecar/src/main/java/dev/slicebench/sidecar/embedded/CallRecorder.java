package dev.slicebench.sidecar.embedded;

import com.google.protobuf.MessageLite;
import dev.slicebench.sidecar.EmbeddedSidecar;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notes each call to an {@linkplain EmbeddedSidecar#start embedded sidecar}, with its messages, at
 * the sidecar's end of the channel: what a client retries or splits is there as often as it was
 * sent.
 */
public final class CallRecorder implements ServerInterceptor {

  private final List<Call> calls = new ArrayList<>();

  /** A call of Dapr's API, which may still be under way. */
  public static final class Call {

    private final String method;
    private volatile @Nullable MessageLite request;
    private volatile @Nullable MessageLite answer;

    private Call(String method) {
      this.method = method;
    }

    /** Returns the method's name, such as {@code GetBulkState}. */
    public String method() {
      return method;
    }

    /** Returns what was asked; null as long as it has not arrived. */
    public @Nullable MessageLite request() {
      return request;
    }

    /** Returns what was answered; null as long as nothing was, and after a failure. */
    public @Nullable MessageLite answer() {
      return answer;
    }
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Call noted = new Call(String.valueOf(call.getMethodDescriptor().getBareMethodName()));
    synchronized (calls) {
      calls.add(noted);
    }
    ServerCall<Q, A> answering =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void sendMessage(A message) {
            noted.answer = (MessageLite) message;
            super.sendMessage(message);
          }
        };
    return new SimpleForwardingServerCallListener<>(next.startCall(answering, headers)) {
      @Override
      public void onMessage(Q message) {
        noted.request = (MessageLite) message;
        super.onMessage(message);
      }
    };
  }

  /** Returns the calls since the last {@code take}, in the order of their arrival. */
  public List<Call> take() {
    synchronized (calls) {
      List<Call> taken = List.copyOf(calls);
      calls.clear();
      return taken;
    }
  }

  /** Returns the methods' names of {@link #take()}. */
  public List<String> takeMethods() {
    return take().stream().map(Call::method).toList();
  }
}
