package dev.slicebench.bench.ledger;

import dev.slicebench.store.state.ForwardingStateStore;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateStore;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Signal;

/**
 * A state store in a time of its own, in which the answer to every call arrives one unit after its
 * sending, and nothing else takes any time. For one thread, and operations one after another.
 */
final class UnitLatency extends ForwardingStateStore {

  private final Queue<Answer<?>> onTheirWay = new ArrayDeque<>();
  private long now;

  /** Over {@code state}, whose calls have their effect when they are sent. */
  UnitLatency(StateStore state) {
    super(state);
  }

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

  private <T> Mono<T> sent(Mono<T> call) {
    return Mono.create(
        receiver -> onTheirWay.add(new Answer<>(now + 1, call.materialize().block(), receiver)));
  }

  @Override
  public Mono<StateItem> get(String key, Map<String, String> metadata) {
    return sent(super.get(key, metadata));
  }

  @Override
  public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
    return sent(super.bulkGet(keys, metadata));
  }

  @Override
  public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
    return sent(super.query(query, metadata));
  }

  @Override
  protected Mono<Void> write(
      List<? extends StateOperation> operations, Map<String, String> metadata, Mono<Void> call) {
    return sent(call);
  }
}
