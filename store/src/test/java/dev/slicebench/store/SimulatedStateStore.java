package dev.slicebench.store;

import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * A state store whose calls happen when, and in the order that, a seeded scheduler says: each is
 * carried out and answered, or lost on the way there, or its answer is lost, or it is answered as
 * lost and happens at some later time.
 */
final class SimulatedStateStore implements StateStore {

  private final StateStore real;
  private final Random random;
  private final int faultsPerThousand;
  private final List<Runnable> pending = new ArrayList<>();

  SimulatedStateStore(StateStore real, Random random, int faultsPerThousand) {
    this.real = real;
    this.random = random;
    this.faultsPerThousand = faultsPerThousand;
  }

  /** Lets one of the calls under way happen; false where there is none. */
  boolean step() {
    if (pending.isEmpty()) {
      return false;
    }
    pending.remove(random.nextInt(pending.size())).run();
    return true;
  }

  @Override
  public Mono<StateItem> get(String key, Map<String, String> metadata) {
    return call(() -> real.get(key, metadata));
  }

  @Override
  public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
    return call(() -> real.bulkGet(keys, metadata));
  }

  @Override
  public Mono<Void> save(StateOperation.Upsert upsert, Map<String, String> metadata) {
    return call(() -> real.save(upsert, metadata));
  }

  @Override
  public Mono<Void> delete(StateOperation.Delete delete, Map<String, String> metadata) {
    return call(() -> real.delete(delete, metadata));
  }

  @Override
  public Mono<Void> transact(
      List<? extends StateOperation> operations, Map<String, String> metadata) {
    return call(() -> real.transact(operations, metadata));
  }

  @Override
  public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
    return call(() -> real.query(query, metadata));
  }

  private <T> Mono<T> call(Supplier<Mono<T>> call) {
    return Mono.create(
        sink ->
            pending.add(
                () -> {
                  StateStoreException lost =
                      new StateStoreException(Kind.UNAVAILABLE, "connection lost", null);
                  int fate = random.nextInt(1000);
                  if (fate >= faultsPerThousand) {
                    call.get().subscribe(sink::success, sink::error, sink::success);
                  } else if (fate % 3 == 0) {
                    sink.error(lost);
                  } else if (fate % 3 == 1) {
                    call.get().subscribe(ignored -> {}, ignored -> {});
                    sink.error(lost);
                  } else {
                    pending.add(() -> call.get().subscribe(ignored -> {}, ignored -> {}));
                    sink.error(lost);
                  }
                }));
  }
}
