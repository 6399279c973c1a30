package dev.slicebench.bench.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a round trip is. */
class UnitLatencyTest {

  private final UnitLatency latency = new UnitLatency();
  private final StateStore state = new Nothing().intercepted(latency);

  @Test
  void callsOneAfterAnotherAreOneRoundTripEach() {
    assertThat(latency.unitsOf(get().then(get()).then(get()))).isEqualTo(3);
  }

  @Test
  void callsInFlightTogetherAreOneRoundTrip() {
    assertThat(latency.unitsOf(Flux.range(0, 10).flatMap(i -> get(), 4).then())).isEqualTo(3);
    assertThat(latency.unitsOf(Mono.when(get(), get()).then(get()))).isEqualTo(2);
  }

  @Test
  void theLongestChainCounts() {
    assertThat(latency.unitsOf(Mono.when(get().then(get()), get()))).isEqualTo(2);
  }

  @Test
  void whatNobodyWaitsForIsCarriedOutAndNotCounted() {
    int[] afterwards = {0};
    Mono<?> operation =
        get()
            .doOnNext(
                item -> get().then(get()).subscribe(ignored -> afterwards[0]++, failure -> {}));

    assertThat(latency.unitsOf(operation)).isEqualTo(1);
    assertThat(afterwards[0]).isEqualTo(1);
    assertThat(latency.unitsOf(get())).isEqualTo(1);
  }

  @Test
  void noCallIsNoRoundTrip() {
    assertThat(latency.unitsOf(Mono.just(1))).isZero();
  }

  @Test
  void aRefusalTakesAsLongAsAnAnswer() {
    assertThat(latency.unitsOf(save().onErrorResume(e -> Mono.empty()).then(get()))).isEqualTo(2);
    assertThatThrownBy(() -> latency.unitsOf(save()))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(StateStoreException.class);
  }

  @Test
  void anOperationThatWaitsForSomethingElseIsAnError() {
    assertThatThrownBy(() -> latency.unitsOf(Mono.never()))
        .isInstanceOf(IllegalStateException.class);
  }

  private Mono<StateItem> get() {
    return state.get("key", Map.of());
  }

  private Mono<Void> save() {
    return state.save(
        new StateOperation.Upsert("key", new byte[0], StateOperation.Condition.none()), Map.of());
  }

  /** A state store that finds nothing and takes nothing. */
  private static final class Nothing implements StateStore {

    @Override
    public Mono<StateItem> get(String key, Map<String, String> metadata) {
      return Mono.just(StateItem.absent(key));
    }

    @Override
    public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
      return Mono.just(Map.of());
    }

    @Override
    public Mono<Void> save(StateOperation.Upsert upsert, Map<String, String> metadata) {
      return Mono.error(new StateStoreException(StateStoreException.Kind.FAILED, "no", null));
    }

    @Override
    public Mono<Void> delete(StateOperation.Delete delete, Map<String, String> metadata) {
      return Mono.empty();
    }

    @Override
    public Mono<Void> transact(
        List<? extends StateOperation> operations, Map<String, String> metadata) {
      return Mono.empty();
    }

    @Override
    public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
      return Mono.just(List.of());
    }
  }
}
