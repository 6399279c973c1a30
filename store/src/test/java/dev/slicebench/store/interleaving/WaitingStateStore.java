package dev.slicebench.store.interleaving;

import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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

  /** No snapshot: every other key is read at one time, the rest earlier or later. */
  @Override
  public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
    return Mono.zip(
        part(everyOther(keys, 0), metadata),
        part(everyOther(keys, 1), metadata),
        (some, others) -> {
          Map<String, StateItem> all = new HashMap<>(some);
          all.putAll(others);
          return all;
        });
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

  private Mono<Map<String, StateItem>> part(List<String> keys, Map<String, String> metadata) {
    return call(
        Call.reading(
            "bulk get " + String.join(", ", keys), store -> store.bulkGet(keys, metadata)));
  }

  private static List<String> everyOther(List<String> keys, int first) {
    return IntStream.range(0, keys.size()).filter(i -> i % 2 == first).mapToObj(keys::get).toList();
  }

  @SuppressWarnings("unchecked") // A call's answer comes from the method that the call was made by.
  private <T> Mono<T> call(Call call) {
    return Mono.create(
        sink -> {
          Waiting made = new Waiting(call, (MonoSink<Object>) sink);
          waiting.add(made);
          sink.onCancel(() -> waiting.remove(made));
        });
  }
}
