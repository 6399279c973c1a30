package dev.slicebench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateCall.BulkGet;
import dev.slicebench.store.state.StateCall.Get;
import dev.slicebench.store.state.StateCall.Query;
import dev.slicebench.store.state.StateCall.Save;
import dev.slicebench.store.state.StateCall.Transact;
import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class InterceptorTest {

  private static final Map<String, String> METADATA = Map.of("partitionKey", "p");
  private static final Upsert UPSERT = new Upsert("a", new byte[] {'1'}, Condition.none());
  private static final StateOperation.Delete DELETE =
      new StateOperation.Delete("a", Condition.none());
  private static final List<StateCall<?>> ALL =
      List.of(
          new Save(UPSERT, METADATA),
          new Get("a", METADATA),
          new BulkGet(List.of("a", "b"), METADATA),
          new Query("{}", METADATA),
          new Transact(List.of(UPSERT, DELETE), METADATA),
          new StateCall.Delete(DELETE, METADATA));

  private final MemoryStateStore memory = new MemoryStateStore();
  private final List<StateCall<?>> seen = new ArrayList<>();

  private <R> Mono<R> see(StateCall<R> call, StateStore next) {
    seen.add(call);
    return call.on(next);
  }

  @Test
  void seesEveryCallAndCanHandItOnAsItIs() {
    StateStore store = memory.intercepted(this::see);
    ALL.forEach(call -> call.on(store).block());

    assertThat(seen).isEqualTo(ALL);
    assertThat(memory.takeCalls())
        .containsExactly("save", "get", "bulkGet", "query", "transact", "delete");
  }

  @Test
  void isAskedAnewAtEachSubscriptionAndNotBefore() {
    Mono<?> call = memory.intercepted(this::see).get("a", METADATA);
    assertThat(seen).isEmpty();

    call.block();
    call.block();
    assertThat(seen).hasSize(2);
  }

  @Test
  void ofOneKindSeesNoOther() {
    StateStore store = memory.intercepted(Write.class, this::see);
    ALL.forEach(call -> call.on(store).block());

    assertThat(seen).hasSize(3).allMatch(Write.class::isInstance);
    assertThat(memory.takeCalls()).hasSize(ALL.size());
  }

  @Test
  void standsBeforeThoseThatWereThereAlready() {
    StateStore store =
        memory
            .intercepted(this::see)
            .intercepted(Get.class, (get, next) -> next.get("other", METADATA));
    store.get("a", METADATA).block();

    assertThat(seen).containsExactly(new Get("other", METADATA));
  }

  @Test
  void failsACallByAnException() {
    Mono<?> call =
        memory
            .intercepted(
                Get.class,
                (get, next) -> {
                  throw new IllegalStateException("by the test");
                })
            .get("a", METADATA);

    assertThatThrownBy(call::block).isInstanceOf(IllegalStateException.class);
  }
}
