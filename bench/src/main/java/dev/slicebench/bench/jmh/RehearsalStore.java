package dev.slicebench.bench.jmh;

import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * A state store in memory for one writer, who never meets another: every write succeeds. It tells
 * which calls an operation makes. Not safe for use by several threads.
 */
final class RehearsalStore implements StateStore {

  private final Map<String, StateItem> items = new HashMap<>();
  private final List<StateCall<?>> calls = new ArrayList<>();

  /** Carries out an operation, and returns the calls that it waits for, in order. */
  List<StateCall<?>> callsOf(Mono<?> operation) {
    calls.clear();
    operation.contextWrite(context -> context.put(RehearsalStore.class, this)).block();
    return List.copyOf(calls);
  }

  private <R> Mono<R> call(StateCall<R> call, Supplier<R> answer) {
    return Mono.deferContextual(
        context -> {
          if (context.hasKey(RehearsalStore.class)) {
            calls.add(call);
          }
          return Mono.fromSupplier(answer);
        });
  }

  private Mono<Void> write(Write write) {
    return call(
        write,
        () -> {
          for (StateOperation operation : write.operations()) {
            if (operation instanceof Upsert upsert) {
              items.put(upsert.key(), new StateItem(upsert.key(), upsert.value(), "1"));
            } else {
              items.remove(operation.key());
            }
          }
          return null;
        });
  }

  private StateItem item(String key) {
    return items.getOrDefault(key, StateItem.absent(key));
  }

  @Override
  public Mono<StateItem> get(String key, Map<String, String> metadata) {
    return call(new StateCall.Get(key, metadata), () -> item(key));
  }

  @Override
  public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
    return call(
        new StateCall.BulkGet(keys, metadata),
        () -> keys.stream().distinct().collect(Collectors.toMap(key -> key, this::item)));
  }

  @Override
  public Mono<Void> save(Upsert upsert, Map<String, String> metadata) {
    return write(new StateCall.Save(upsert, metadata));
  }

  @Override
  public Mono<Void> delete(StateOperation.Delete delete, Map<String, String> metadata) {
    return write(new StateCall.Delete(delete, metadata));
  }

  @Override
  public Mono<Void> transact(
      List<? extends StateOperation> operations, Map<String, String> metadata) {
    return write(new StateCall.Transact(operations, metadata));
  }

  @Override
  public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
    return Mono.error(new UnsupportedOperationException("appends ask no queries"));
  }
}
