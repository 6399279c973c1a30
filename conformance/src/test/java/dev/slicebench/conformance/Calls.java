package dev.slicebench.conformance;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.ArrayList;
import java.util.List;

/** Notes the name of each call to a sidecar. */
final class Calls implements ServerInterceptor {

  private final List<String> names = new ArrayList<>();

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    synchronized (names) {
      names.add(String.valueOf(call.getMethodDescriptor().getBareMethodName()));
    }
    return next.startCall(call, headers);
  }

  /** The calls since the last time, in their order. */
  List<String> take() {
    synchronized (names) {
      List<String> taken = List.copyOf(names);
      names.clear();
      return taken;
    }
  }
}
