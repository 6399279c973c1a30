package dev.slicebench.conformance;

import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A state store that remembers what was written through it, and how often a write was refused. */
final class Footprint implements StateStore {

  private static final int DELETES_AT_ONCE = 16;
  private static final int READS_AT_ONCE = 100;
  private static final Duration SETTLING = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(1);

  private final StateStore target;
  private final Map<Document, Boolean> written = new ConcurrentHashMap<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final LongAdder refusals = new LongAdder();

  Footprint(StateStore target) {
    this.target = target;
  }

  private record Document(String key, Map<String, String> metadata) {}

  /** How many writes the store has refused so far: what contention there was. */
  long refusals() {
    return refusals.sum();
  }

  /** The documents as they are now, of those that were written, whose key begins with this. */
  Map<String, StateItem> existing(String keyPrefix) {
    Map<String, StateItem> items = new HashMap<>();
    Map<Map<String, String>, List<String>> keys =
        written.keySet().stream()
            .filter(document -> document.key.startsWith(keyPrefix))
            .collect(
                Collectors.groupingBy(
                    Document::metadata, Collectors.mapping(Document::key, Collectors.toList())));
    keys.forEach(
        (metadata, group) ->
            Flux.fromIterable(group)
                .buffer(READS_AT_ONCE)
                .concatMap(some -> target.bulkGet(some, metadata))
                .toIterable()
                .forEach(items::putAll));
    items.values().removeIf(item -> !item.exists());
    return items;
  }

  /**
   * Deletes every document that was written, late background writes included.
   *
   * @throws IllegalStateException if writes are still under way after some seconds
   * @throws StateStoreException if a document cannot be deleted
   */
  void remove() {
    do {
      awaitQuiet();
      Set<Document> documents = Set.copyOf(written.keySet());
      Flux.fromIterable(documents)
          .flatMap(
              document ->
                  target.delete(
                      new StateOperation.Delete(document.key, Condition.none()), document.metadata),
              DELETES_AT_ONCE)
          .blockLast();
      written.keySet().removeAll(documents);
    } while (!written.isEmpty());
  }

  private void awaitQuiet() {
    long deadlineNanos = System.nanoTime() + SETTLING.toNanos();
    while (underWay.get() > 0) {
      if (System.nanoTime() > deadlineNanos) {
        throw new IllegalStateException(
            underWay.get() + " writes did not end: what they write may stay behind");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private Mono<Void> write(List<String> keys, Map<String, String> metadata, Mono<Void> call) {
    return Mono.defer(
        () -> {
          keys.forEach(key -> written.put(new Document(key, metadata), true));
          underWay.incrementAndGet();
          return call.doOnError(
                  StateStoreException.class,
                  e -> {
                    if (e.kind() == StateStoreException.Kind.FAILED) {
                      refusals.increment();
                    }
                  })
              .doFinally(signal -> underWay.decrementAndGet());
        });
  }

  @Override
  public Mono<StateItem> get(String key, Map<String, String> metadata) {
    return target.get(key, metadata);
  }

  @Override
  public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
    return target.bulkGet(keys, metadata);
  }

  @Override
  public Mono<Void> save(StateOperation.Upsert upsert, Map<String, String> metadata) {
    return write(List.of(upsert.key()), metadata, target.save(upsert, metadata));
  }

  @Override
  public Mono<Void> delete(StateOperation.Delete delete, Map<String, String> metadata) {
    return write(List.of(delete.key()), metadata, target.delete(delete, metadata));
  }

  @Override
  public Mono<Void> transact(
      List<? extends StateOperation> operations, Map<String, String> metadata) {
    List<String> keys = operations.stream().map(StateOperation::key).toList();
    return write(keys, metadata, target.transact(operations, metadata));
  }

  @Override
  public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
    return target.query(query, metadata);
  }
}
