package dev.slicebench.bench.jmh;

import dev.slicebench.store.state.ForwardingStateStore;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * A state store that counts each call for the operation that it belongs to, if that is {@linkplain
 * CallCounters#counted counted}: many callers share the store.
 */
final class CountingStateStore extends ForwardingStateStore {

  CountingStateStore(StateStore state) {
    super(state);
  }

  @Override
  public Mono<StateItem> get(String key, Map<String, String> metadata) {
    return counted(
        super.get(key, metadata), CallCounters::called, (item, count) -> count.moved(bytes(item)));
  }

  @Override
  public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
    return counted(
        super.bulkGet(keys, metadata),
        CallCounters::called,
        (items, count) -> count.moved(bytes(items.values())));
  }

  @Override
  public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
    return counted(
        super.query(query, metadata),
        CallCounters::called,
        (items, count) -> count.moved(bytes(items)));
  }

  @Override
  public Mono<Void> transact(
      List<? extends StateOperation> operations, Map<String, String> metadata) {
    return counted(
        super.transact(operations, metadata),
        count -> count.transacted(operations.size()),
        (nothing, count) -> {});
  }

  @Override
  protected Mono<Void> write(
      List<? extends StateOperation> operations, Map<String, String> metadata, Mono<Void> call) {
    return counted(
        call,
        count -> {
          count.called();
          count.moved(operations.stream().mapToLong(CountingStateStore::bytes).sum());
        },
        (nothing, count) -> {});
  }

  @FunctionalInterface
  private interface Arrival<T> {
    void note(T answer, CallCounters counters);
  }

  private static <T> Mono<T> counted(
      Mono<T> call, Consumer<CallCounters> sending, Arrival<T> arrival) {
    return Mono.deferContextual(
        context -> {
          CallCounters counters = context.getOrDefault(CallCounters.class, null);
          if (counters == null) {
            return call;
          }
          sending.accept(counters);
          return call.doOnNext(answer -> arrival.note(answer, counters));
        });
  }

  private static long bytes(StateOperation operation) {
    return operation instanceof Upsert upsert ? upsert.value().length : 0;
  }

  private static long bytes(StateItem item) {
    return item.value().length;
  }

  private static long bytes(Collection<StateItem> items) {
    return items.stream().mapToLong(CountingStateStore::bytes).sum();
  }
}
