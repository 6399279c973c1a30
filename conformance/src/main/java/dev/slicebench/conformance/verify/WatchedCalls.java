package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.CallFailures;
import dev.slicebench.store.state.Interceptor;
import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Counts what fails of the calls to a state store, and waits for none of them without end: one that
 * takes longer counts as not answered. Safe for use by many threads.
 */
final class WatchedCalls implements Interceptor {

  private final Duration patience;
  private long outages;
  private long refusals;
  private String last = "";

  /**
   * None yet.
   *
   * @param patience with one call
   */
  WatchedCalls(Duration patience) {
    this.patience = patience;
  }

  synchronized CallFailures trouble() {
    return new CallFailures(outages, refusals, last);
  }

  @Override
  public <R> Mono<R> around(StateCall<R> call, StateStore next) {
    // Not on the parallel scheduler: what follows may block.
    return call.on(next)
        .timeout(patience, Schedulers.boundedElastic())
        .onErrorMap(TimeoutException.class, this::notAnswered)
        .doOnError(StateStoreException.class, failure -> note(failure));
  }

  private StateStoreException notAnswered(TimeoutException e) {
    return new StateStoreException(
        Kind.UNAVAILABLE, "no answer within %d s".formatted(patience.toSeconds()), e);
  }

  private synchronized void note(StateStoreException failure) {
    if (failure.kind() == Kind.UNAVAILABLE) {
      outages++;
      last = String.valueOf(failure.getMessage());
    } else if (failure.kind() == Kind.FAILED) {
      refusals++;
    }
  }
}
