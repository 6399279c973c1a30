package dev.slicebench.conformance.verify;

import dev.slicebench.store.state.Interceptor;
import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Calls some of which go unanswered, as those to any store may. */
final class UnreliableCalls implements Interceptor {

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

  private final Habit habit;
  private final int everyNth;
  private final Random random;
  private final AtomicInteger happened = new AtomicInteger();

  /**
   * @param everyNth of so many calls, one on the average has the fate of {@code habit}
   */
  UnreliableCalls(Habit habit, int everyNth, long seed) {
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

  @Override
  public <R> Mono<R> around(StateCall<R> call, StateStore next) {
    Mono<R> real = call.on(next);
    if (!(call instanceof Write || habit.ofReads) || !isDrawn()) {
      return real;
    }
    happened.incrementAndGet();
    return switch (habit) {
      case REFUSES -> Mono.error(failure(Kind.UNAVAILABLE));
      case FAILS -> Mono.error(failure(Kind.FAILED));
      case LOSES_ANSWERS -> real.then(Mono.error(failure(Kind.UNAVAILABLE)));
      case TELLS_FAILURES -> real.then(Mono.error(failure(Kind.FAILED)));
      case WRITES_LATE -> {
        real.onErrorComplete().delaySubscription(LATE, Schedulers.boundedElastic()).subscribe();
        yield Mono.error(failure(Kind.FAILED));
      }
    };
  }

  private static StateStoreException failure(Kind kind) {
    return new StateStoreException(kind, "the store is busy (planted)", null);
  }
}
