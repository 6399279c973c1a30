package dev.slicebench.store.interleaving;

import dev.slicebench.store.MemoryStateStore;
import dev.slicebench.store.state.Interceptor;
import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateCall.BulkGet;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Calls of which none is carried out: each waits until its answer is given. */
final class WaitingCalls implements Interceptor {

  private record Waiting(Call call, MonoSink<Object> caller) {}

  private final List<Waiting> waiting = new ArrayList<>();

  /** A state store whose calls wait here. */
  StateStore store() {
    // No call gets as far as the memory.
    return new MemoryStateStore()
        .intercepted(this)
        .intercepted(BulkGet.class, WaitingCalls::inTwoParts);
  }

  /** The calls that wait, in the order they were made in. */
  List<Call> waiting() {
    return waiting.stream().map(Waiting::call).toList();
  }

  /** Answers the {@code index}th of the calls that wait. */
  void answer(int index, Answer answer) {
    answer.giveTo(waiting.remove(index).caller());
  }

  /** No snapshot: every other key is read at one time, the rest earlier or later. */
  private static Mono<Map<String, StateItem>> inTwoParts(BulkGet bulkGet, StateStore next) {
    return Mono.zip(
        next.bulkGet(everyOther(bulkGet.keys(), 0), bulkGet.metadata()),
        next.bulkGet(everyOther(bulkGet.keys(), 1), bulkGet.metadata()),
        (some, others) -> {
          Map<String, StateItem> all = new HashMap<>(some);
          all.putAll(others);
          return all;
        });
  }

  private static List<String> everyOther(List<String> keys, int first) {
    return IntStream.range(0, keys.size()).filter(i -> i % 2 == first).mapToObj(keys::get).toList();
  }

  @SuppressWarnings("unchecked") // A call is answered by what it got from a store.
  @Override
  public <R> Mono<R> around(StateCall<R> call, StateStore next) {
    return Mono.create(
        sink -> {
          Waiting made = new Waiting(new Call(call), (MonoSink<Object>) sink);
          waiting.add(made);
          sink.onCancel(() -> waiting.remove(made));
        });
  }
}
