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

  /** What happens to some of the calls: to one in a number, on the average. */
  enum Habit {
    /** Nothing. */
    ANSWERS(Integer.MAX_VALUE, true),
    /** It takes some milliseconds more. */
    TAKES_TIME(3, true),
    /** It is not done, and told as out of reach. */
    REFUSES(50, true),
    /** It is not done, and told as Dapr tells conflicts and failures alike. */
    FAILS(50, true),
    /** A write is done, and its answer is lost. */
    LOSES_ANSWERS(500, false),
    /** A write is done, and told as Dapr tells conflicts and failures alike. */
    TELLS_FAILURES(500, false),
    /** A write is told as a failure, and done later. */
    WRITES_LATE(500, false);

    private final int oneIn;
    private final boolean ofReads;

    Habit(int oneIn, boolean ofReads) {
      this.oneIn = oneIn;
      this.ofReads = ofReads;
    }
  }

  private static final int LONGEST_MS = 5;
  private static final Duration LATE = Duration.ofMillis(200);

  private final Habit habit;
  private final Random random;
  private final AtomicInteger happened = new AtomicInteger();

  UnreliableCalls(Habit habit, long seed) {
    this.habit = habit;
    this.random = new Random(seed);
  }

  /** How many calls had that fate. */
  int happened() {
    return happened.get();
  }

  private synchronized boolean isDrawn() {
    return random.nextInt(habit.oneIn) == 0;
  }

  private synchronized Duration drawTime() {
    return Duration.ofMillis(1 + random.nextInt(LONGEST_MS));
  }

  @Override
  public <R> Mono<R> around(StateCall<R> call, StateStore next) {
    Mono<R> real = call.on(next);
    if (!(call instanceof Write || habit.ofReads) || !isDrawn()) {
      return real;
    }
    happened.incrementAndGet();
    return switch (habit) {
      case ANSWERS -> real;
      case TAKES_TIME -> real.delaySubscription(drawTime(), Schedulers.boundedElastic());
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
