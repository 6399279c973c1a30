package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.CallFailures;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Counts what fails of the calls to a state store, and waits for none of them without end: one that
 * takes longer counts as not answered. Safe for use by many threads.
 */
final class WatchedCalls {

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

  private <T> Mono<T> watched(Mono<T> call) {
    // Not on the parallel scheduler: what follows may block.
    return call.timeout(patience, Schedulers.boundedElastic())
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

  /** {@code state}, its calls watched. */
  StateStore of(StateStore state) {
    return new StateStore() {
      @Override
      public Mono<StateItem> get(String key, Map<String, String> metadata) {
        return watched(state.get(key, metadata));
      }

      @Override
      public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
        return watched(state.bulkGet(keys, metadata));
      }

      @Override
      public Mono<Void> save(StateOperation.Upsert upsert, Map<String, String> metadata) {
        return watched(state.save(upsert, metadata));
      }

      @Override
      public Mono<Void> delete(StateOperation.Delete delete, Map<String, String> metadata) {
        return watched(state.delete(delete, metadata));
      }

      @Override
      public Mono<Void> transact(
          List<? extends StateOperation> operations, Map<String, String> metadata) {
        return watched(state.transact(operations, metadata));
      }

      @Override
      public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
        return watched(state.query(query, metadata));
      }
    };
  }
}
