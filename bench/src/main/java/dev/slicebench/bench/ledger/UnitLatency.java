package dev.slicebench.bench.ledger;

import dev.slicebench.store.state.Interceptor;
import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateStore;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Signal;

/**
 * Calls in a time of their own, in which the answer to each arrives one unit after its sending, and
 * nothing else takes any time. A call has its effect when it is sent. For one thread, and
 * operations one after another.
 */
final class UnitLatency implements Interceptor {

  private final Queue<Answer<?>> onTheirWay = new ArrayDeque<>();
  private long now;

  private record Answer<T>(long arrival, @Nullable Signal<T> signal, MonoSink<T> receiver) {

    void arrive() {
      if (signal == null || signal.isOnComplete()) {
        receiver.success();
      } else if (signal.isOnError()) {
        receiver.error(Objects.requireNonNull(signal.getThrowable()));
      } else {
        receiver.success(signal.get());
      }
    }
  }

  /**
   * Carries out an operation, and then what it started that nobody waits for.
   *
   * @return the units from its start to its completion
   * @throws CompletionException if the operation failed, with its failure
   * @throws IllegalStateException if it waits for something that is no call
   */
  long unitsOf(Mono<?> operation) {
    long start = now;
    CompletableFuture<?> completion = operation.toFuture();
    long end = now;
    for (Answer<?> next = onTheirWay.poll(); next != null; next = onTheirWay.poll()) {
      now = next.arrival();
      if (!completion.isDone()) {
        end = now;
      }
      next.arrive();
    }
    if (!completion.isDone()) {
      throw new IllegalStateException("the operation waits for something that is no call");
    }
    completion.join();
    return end - start;
  }

  @Override
  public <R> Mono<R> around(StateCall<R> call, StateStore next) {
    return Mono.create(
        receiver ->
            onTheirWay.add(new Answer<>(now + 1, call.on(next).materialize().block(), receiver)));
  }
}
