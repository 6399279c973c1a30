package dev.slicebench.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mode is called unavailable by what the store lacks, not by a call that failed once. */
class FailedQueryTest {

  private final MemoryStateStore state = new MemoryStateStore();

  private BlockingEventStore afterAnAppend() {
    BlockingEventStore store =
        DaprEventStore.builder(state, MemoryStateStore.PROFILE, SliceMode.OFF_AND_SHARED_ALL)
            .build()
            .blocking();
    store.append("s", ExpectedVersion.noStream(), List.of(EventData.of("happened", Json.of(1))));
    return store;
  }

  private void failQueries(Kind kind, String message) {
    state.faults =
        new MemoryStateStore.Faults() {
          @Override
          public @Nullable StateStoreException before(String call) {
            return call.equals("query") ? new StateStoreException(kind, message, null) : null;
          }
        };
  }

  @ParameterizedTest
  @EnumSource
  void aQueryThatFailsIsAnOutage(Kind kind) {
    BlockingEventStore store = afterAnAppend();
    failQueries(kind, "INTERNAL: state store statestore query failed: connection reset by peer");

    assertThatThrownBy(() -> store.load("s"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("connection reset by peer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INTERNAL: state store does not support querying",
        "INTERNAL: state store s query failed: redis-json server support is required for query"
            + " capability",
        "UNIMPLEMENTED: unknown method QueryStateAlpha1",
        "INTERNAL: state store s query failed: rpc error: code = Unimplemented desc = Query"
      })
  void aStoreWithoutQueriesMakesTheModeUnavailable(String message) {
    BlockingEventStore store = afterAnAppend();
    failQueries(Kind.FAILED, message);

    assertThatThrownBy(() -> store.load("s"))
        .isInstanceOf(ModeUnavailableException.class)
        .hasMessageContaining("choose a mode that needs no Query API");
  }

  @Test
  void aClientWithoutQueriesMakesTheModeUnavailable() {
    BlockingEventStore store = afterAnAppend();
    failQueries(Kind.INVALID, "this Dapr client has no Query API: use DaprClientBuilder");

    assertThatThrownBy(() -> store.load("s")).isInstanceOf(ModeUnavailableException.class);
  }
}
