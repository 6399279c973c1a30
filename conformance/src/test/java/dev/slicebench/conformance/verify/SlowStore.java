package dev.slicebench.conformance.verify;

import dev.slicebench.store.state.ForwardingStateStore;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A store that keeps all promises, and takes its time for each call. */
final class SlowStore extends ForwardingStateStore {

  private final Duration delay;

  SlowStore(StateStore target, Duration delay) {
    super(target);
    this.delay = delay;
  }

  private <T> Mono<T> slowly(Mono<T> call) {
    return call.delaySubscription(delay, Schedulers.boundedElastic());
  }

  @Override
  protected Mono<Void> write(
      List<? extends StateOperation> operations, Map<String, String> metadata, Mono<Void> call) {
    return slowly(call);
  }

  @Override
  public Mono<StateItem> get(String key, Map<String, String> metadata) {
    return slowly(super.get(key, metadata));
  }

  @Override
  public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
    return slowly(super.bulkGet(keys, metadata));
  }
}
