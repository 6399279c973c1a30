package dev.slicebench.store.interleaving;

import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** A state store that carries out nothing: each call waits until its answer is given. */
final class WaitingStateStore implements StateStore {

  private record Waiting(Call call, MonoSink<Object> caller) {}

  private final List<Waiting> waiting = new ArrayList<>();

  /** The calls that wait, in the order they were made in. */
  List<Call> waiting() {
    return waiting.stream().map(Waiting::call).toList();
  }

  /** Answers the {@code index}th of the calls that wait. */
  void answer(int index, Answer answer) {
    answer.giveTo(waiting.remove(index).caller());
  }

  @Override
  public Mono<StateItem> get(String key, Map<String, String> metadata) {
    return call(Call.reading("get " + key, store -> store.get(key, metadata)));
  }

  @Override
  public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
    return call(
        Call.reading("get " + String.join(", ", keys), store -> store.bulkGet(keys, metadata)));
  }

  @Override
  public Mono<Void> save(StateOperation.Upsert upsert, Map<String, String> metadata) {
    return call(Call.writing(List.of(upsert), store -> store.save(upsert, metadata)));
  }

  @Override
  public Mono<Void> delete(StateOperation.Delete delete, Map<String, String> metadata) {
    return call(Call.writing(List.of(delete), store -> store.delete(delete, metadata)));
  }

  @Override
  public Mono<Void> transact(
      List<? extends StateOperation> operations, Map<String, String> metadata) {
    return call(Call.writing(operations, store -> store.transact(operations, metadata)));
  }

  @Override
  public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
    return call(Call.reading("query " + query, store -> store.query(query, metadata)));
  }

  @SuppressWarnings("unchecked") // A call's answer comes from the method that the call was made by.
  private <T> Mono<T> call(Call call) {
    return Mono.create(sink -> waiting.add(new Waiting(call, (MonoSink<Object>) sink)));
  }
}
