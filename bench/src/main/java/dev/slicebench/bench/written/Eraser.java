package dev.slicebench.bench.written;

import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Delete;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Deletes what key logs name. */
public final class Eraser {

  private static final int KEYS_A_TRANSACTION = 50;
  private static final int CALLS_AT_ONCE = 8;

  private final StateStore state;

  /** Deletes from {@code state}. */
  public Eraser(StateStore state) {
    this.state = state;
  }

  /**
   * Deletes every key of {@code entries}, whether it exists or not.
   *
   * @return the keys that could not be deleted, in order
   */
  public List<String> erase(List<KeyLog.Entry> entries) {
    Map<Map<String, String>, Set<String>> keys = new LinkedHashMap<>();
    for (KeyLog.Entry entry : entries) {
      keys.computeIfAbsent(entry.metadata(), m -> new LinkedHashSet<>()).addAll(entry.keys());
    }
    List<Batch> batches = new ArrayList<>();
    keys.forEach(
        (metadata, all) -> {
          List<String> list = List.copyOf(all);
          for (int from = 0; from < list.size(); from += KEYS_A_TRANSACTION) {
            int to = Math.min(from + KEYS_A_TRANSACTION, list.size());
            batches.add(new Batch(metadata, list.subList(from, to)));
          }
        });
    List<String> left =
        Flux.fromIterable(batches)
            .flatMapSequential(this::eraseTogether, CALLS_AT_ONCE)
            .collectList()
            .block();
    return left == null ? List.of() : left;
  }

  private Flux<String> eraseTogether(Batch batch) {
    List<Delete> deletes =
        batch.keys.stream().map(key -> new Delete(key, Condition.none())).toList();
    return state
        .transact(deletes, batch.metadata)
        .thenMany(Flux.<String>empty())
        .onErrorResume(
            e -> unavailable(e) ? Flux.fromIterable(batch.keys) : eraseEach(deletes, batch));
  }

  /** Where not even a read is answered, the store is gone, and each delete would only wait. */
  private Flux<String> eraseEach(List<Delete> deletes, Batch batch) {
    return state
        .get(batch.keys.get(0), batch.metadata)
        .flatMapMany(
            any -> Flux.fromIterable(deletes).concatMap(one -> eraseAlone(one, batch.metadata)))
        .onErrorResume(e -> Flux.fromIterable(batch.keys));
  }

  private Mono<String> eraseAlone(Delete delete, Map<String, String> metadata) {
    return state
        .delete(delete, metadata)
        .then(Mono.<String>empty())
        .onErrorResume(e -> Mono.just(delete.key()));
  }

  private static boolean unavailable(Throwable e) {
    return e instanceof StateStoreException failure && failure.kind() == Kind.UNAVAILABLE;
  }

  private record Batch(Map<String, String> metadata, List<String> keys) {}
}
