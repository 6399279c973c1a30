package dev.slicebench.conformance.verify;

import dev.slicebench.store.state.Interceptor;
import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateStore;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Calls each of which takes its time before it is made. */
record SlowCalls(Duration delay) implements Interceptor {

  @Override
  public <R> Mono<R> around(StateCall<R> call, StateStore next) {
    return call.on(next).delaySubscription(delay, Schedulers.boundedElastic());
  }
}
