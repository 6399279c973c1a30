package dev.slicebench.conformance;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes calls to a sidecar fail, before they have an effect or after. */
final class Faults implements ServerInterceptor {

  /** Which side of its effect a call fails on. */
  enum When {
    BEFORE,
    AFTER
  }

  private static final Set<String> WRITES =
      Set.of("SaveState", "DeleteState", "ExecuteStateTransaction");

  /** Says of each call whether it fails. */
  private interface Plan {
    boolean fails(boolean isWrite);
  }

  private static final Plan NOTHING_FAILS = isWrite -> false;

  private volatile Plan plan = NOTHING_FAILS;
  private volatile When when = When.BEFORE;

  /** All works again. */
  void heal() {
    plan = NOTHING_FAILS;
  }

  /** Of the writes from now on, the one with this number fails, 1 being the first. */
  void failWrite(int number, When side) {
    AtomicInteger writes = new AtomicInteger();
    when = side;
    plan = isWrite -> isWrite && writes.incrementAndGet() == number;
  }

  /** From the write with this number on everything fails. */
  void failFromWrite(int number, When side) {
    AtomicInteger writes = new AtomicInteger();
    when = side;
    plan = isWrite -> (isWrite ? writes.incrementAndGet() : writes.get()) >= number;
  }

  /** Everything fails. */
  void failAll() {
    when = When.BEFORE;
    plan = isWrite -> true;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
    if (!plan.fails(WRITES.contains(method))) {
      return next.startCall(call, headers);
    }
    Status failure = Status.UNAVAILABLE.withDescription("injected " + when + " " + method);
    if (when == When.BEFORE) {
      call.close(failure, new Metadata());
      return new ServerCall.Listener<>() {};
    }
    return next.startCall(new Silenced<>(call, failure), headers);
  }

  /** Carries the call out, and answers a failure. */
  private static final class Silenced<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private final Status failure;

    Silenced(ServerCall<Q, A> call, Status failure) {
      super(call);
      this.failure = failure;
    }

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(A message) {}

    @Override
    public void close(Status status, Metadata trailers) {
      super.close(failure, new Metadata());
    }
  }
}
