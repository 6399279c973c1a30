package dev.slicebench.conformance.verify;

import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A store that keeps every promise, and at times does not answer, as any store may. */
final class UnreliableStore implements StateStore {

  /** Of what happens to some of the calls. */
  enum Habit {
    /** It is not done, and told as out of reach. */
    REFUSES(true),
    /** It is not done, and told as Dapr tells conflicts and failures alike. */
    FAILS(true),
    /** A write is done, and its answer is lost. */
    LOSES_ANSWERS(false),
    /** A write is done, and told as Dapr tells conflicts and failures alike. */
    TELLS_FAILURES(false),
    /** A write is told as a failure, and done later. */
    WRITES_LATE(false);

    private final boolean ofReads;

    Habit(boolean ofReads) {
      this.ofReads = ofReads;
    }
  }

  private static final Duration LATE = Duration.ofMillis(200);

  private final StateStore target;
  private final Habit habit;
  private final int everyNth;
  private final Random random;
  private final AtomicInteger happened = new AtomicInteger();

  /**
   * @param everyNth of so many calls, one on the average has the fate of {@code habit}
   */
  UnreliableStore(StateStore target, Habit habit, int everyNth, long seed) {
    this.target = target;
    this.habit = habit;
    this.everyNth = everyNth;
    this.random = new Random(seed);
  }

  /** How many calls had that fate. */
  int happened() {
    return happened.get();
  }

  private synchronized boolean isDrawn() {
    return random.nextInt(everyNth) == 0;
  }

  private <T> Mono<T> fated(Mono<T> call, boolean write) {
    return Mono.defer(
        () -> {
          if (!(write || habit.ofReads) || !isDrawn()) {
            return call;
          }
          happened.incrementAndGet();
          return switch (habit) {
            case REFUSES -> Mono.error(failure(Kind.UNAVAILABLE));
            case FAILS -> Mono.error(failure(Kind.FAILED));
            case LOSES_ANSWERS -> call.then(Mono.error(failure(Kind.UNAVAILABLE)));
            case TELLS_FAILURES -> call.then(Mono.error(failure(Kind.FAILED)));
            case WRITES_LATE -> {
              call.onErrorComplete()
                  .delaySubscription(LATE, Schedulers.boundedElastic())
                  .subscribe();
              yield Mono.error(failure(Kind.FAILED));
            }
          };
        });
  }

  private static StateStoreException failure(Kind kind) {
    return new StateStoreException(kind, "the store is busy (planted)", null);
  }

  @Override
  public Mono<StateItem> get(String key, Map<String, String> metadata) {
    return fated(target.get(key, metadata), false);
  }

  @Override
  public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
    return fated(target.bulkGet(keys, metadata), false);
  }

  @Override
  public Mono<Void> save(StateOperation.Upsert upsert, Map<String, String> metadata) {
    return fated(target.save(upsert, metadata), true);
  }

  @Override
  public Mono<Void> delete(StateOperation.Delete delete, Map<String, String> metadata) {
    return fated(target.delete(delete, metadata), true);
  }

  @Override
  public Mono<Void> transact(
      List<? extends StateOperation> operations, Map<String, String> metadata) {
    return fated(target.transact(operations, metadata), true);
  }

  @Override
  public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
    return fated(target.query(query, metadata), false);
  }
}
