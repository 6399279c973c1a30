package dev.slicebench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.store.state.StateCall.BulkGet;
import dev.slicebench.store.state.StateCall.Get;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where documents expire no mode is safe, and the library says so as soon as it can see. */
class ExpiryGuardTest {

  private final MemoryStateStore lasting = new MemoryStateStore();

  /** The same documents, as a component tells them that lets them expire. */
  private final StateStore expiring =
      lasting
          .intercepted(Get.class, (get, next) -> get.on(next).map(ExpiryGuardTest::expiring))
          .intercepted(
              BulkGet.class,
              (bulkGet, next) ->
                  bulkGet
                      .on(next)
                      .doOnNext(items -> items.replaceAll((key, item) -> expiring(item))));

  private static StateItem expiring(StateItem item) {
    return item.exists()
        ? new StateItem(item.key(), item.value(), item.etag(), "2026-11-26T12:47:44Z")
        : item;
  }

  private static List<EventData> event() {
    return List.of(EventData.of("happened", Json.of(1)));
  }

  private static DaprEventStore.Builder open(StateStore state, SliceMode mode) {
    return DaprEventStore.builder(state, MemoryStateStore.PROFILE, mode);
  }

  @ParameterizedTest
  @EnumSource
  void aStreamWhoseDocumentsExpireIsRefused(SliceMode mode) {
    open(lasting, mode).build().blocking().append("s", ExpectedVersion.noStream(), event());
    BlockingEventStore store = open(expiring, mode).build().blocking();
    int written = lasting.keys().size();

    assertThatThrownBy(() -> store.append("s", ExpectedVersion.exact(1), event()))
        .isInstanceOf(ModeUnavailableException.class)
        .hasMessageContaining("expires at 2026-11-26T12:47:44Z")
        .hasMessageContaining("ttlInSeconds");
    assertThatThrownBy(() -> store.load("s")).isInstanceOf(ModeUnavailableException.class);
    assertThatThrownBy(() -> store.head("s")).isInstanceOf(ModeUnavailableException.class);
    assertThat(lasting.keys()).hasSize(written);
  }

  /** So that what is left can be read, and written elsewhere. */
  @ParameterizedTest
  @EnumSource
  void whoInsistsReadsWhatIsLeft(SliceMode mode) {
    open(lasting, mode).build().blocking().append("s", ExpectedVersion.noStream(), event());

    assertThat(open(expiring, mode).allowUnsafe().build().blocking().load("s")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void metadataThatLetsDocumentsExpireIsRefused(SliceMode mode) {
    for (String name : List.of("ttlInSeconds", "TTLInSeconds")) {
      BlockingEventStore store =
          open(lasting, mode).metadata(stream -> Map.of(name, "3600")).build().blocking();

      assertThatThrownBy(() -> store.append("s", ExpectedVersion.noStream(), event()))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining(name + "=3600");
    }
    assertThat(lasting.keys()).isEmpty();
    open(lasting, mode)
        .metadata(stream -> Map.of("ttlInSeconds", "-1"))
        .build()
        .blocking()
        .append("s", ExpectedVersion.noStream(), event());
  }
}
