package dev.slicebench.store.state;

import dev.slicebench.store.state.StateStoreException.Kind;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/** Hands the one answer to a call to who waits for it. */
final class StateAnswer<A, T> implements StreamObserver<A> {

  private final MonoSink<T> sink;
  private final Function<A, @Nullable T> read;
  private @Nullable A answer;

  /**
   * For one call.
   *
   * @param read makes of the sidecar's message what is handed on; nothing, where it gives null
   */
  StateAnswer(MonoSink<T> sink, Function<A, @Nullable T> read) {
    this.sink = sink;
    this.read = read;
  }

  /** Reads a message that says nothing but that the call was carried out. */
  static @Nullable Void nothing(Object done) {
    return null;
  }

  @Override
  public void onNext(A message) {
    answer = message;
  }

  @Override
  public void onError(Throwable e) {
    sink.error(DaprStateStore.failure(e));
  }

  @Override
  public void onCompleted() {
    if (answer == null) {
      sink.error(new StateStoreException(Kind.FAILED, "the sidecar's answer is empty", null));
      return;
    }
    T read;
    try {
      read = this.read.apply(answer);
    } catch (RuntimeException e) {
      sink.error(DaprStateStore.failure(e));
      return;
    }
    sink.success(read);
  }
}
