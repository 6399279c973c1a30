package dev.slicebench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Requests that can never succeed are refused as such, before any call to the state store. */
class InvalidRequestTest {

  private static final StoreProfile COSMOS =
      StoreProfile.of("state.azure.cosmosdb", "v1", Set.of("ETAG", "TRANSACTIONAL", "QUERY_API"));
  private static final EventData EVENT = EventData.of("happened", Json.of(1));

  private final MemoryStateStore state = new MemoryStateStore();

  private EventStore open(StoreProfile profile, SliceMode mode) {
    return DaprEventStore.builder(state, profile, mode).build();
  }

  private void assertRefused(Publisher<?> request, String reason) {
    assertThatThrownBy(() -> Flux.from(request).blockLast())
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(reason);
    assertThat(state.takeCalls()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("NullAway") // As callers without null checks do.
  void nullIsRefusedByName(SliceMode mode) {
    EventStore store = open(MemoryStateStore.PROFILE, mode);
    List<EventData> events = List.of(EVENT);
    assertRefused(store.append(null, ExpectedVersion.any(), events), "the stream's name is null");
    assertRefused(store.append("s", null, events), "the expected version is null");
    assertRefused(store.append("s", ExpectedVersion.any(), null), "the list of events is null");
    assertRefused(
        store.append("s", ExpectedVersion.any(), Arrays.asList(EVENT, null)),
        "event 2 of the append is null");
    assertRefused(store.load(null), "the stream's name is null");
    assertRefused(store.load("s", null), "the load's options is null");
    assertRefused(store.head(null), "the stream's name is null");
    EventStore noMetadata =
        DaprEventStore.builder(state, MemoryStateStore.PROFILE, mode)
            .metadata(stream -> null)
            .build();
    assertRefused(noMetadata.load("s"), "the metadata of stream 's' is null");
  }

  @Test
  @SuppressWarnings("NullAway") // As callers without null checks do.
  void anEventWithoutAnIdOrDataOrWithANameThatIsNoTextIsRefused() {
    Json data = Json.of(1);
    assertThatThrownBy(() -> new EventData(null, "n", data)).hasMessage("the event's id is null");
    assertThatThrownBy(() -> new EventData("1", "n", null)).hasMessage("the event's data is null");
    assertThatThrownBy(() -> EventData.of(null, data)).hasMessage("the event's name is null");
    for (String half : List.of("\ud800", "a\udfffb", "\ude00\ud83d")) {
      assertThatThrownBy(() -> new EventData(half, "n", data))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("the event's id is not valid Unicode");
      assertThatThrownBy(() -> new EventData("1", half, data))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("the event's name is not valid Unicode");
    }
    assertThatThrownBy(() -> LoadOptions.all().withDirection(null))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("direction");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1e400}",
        "[-1e309]",
        "0.1234567",
        "[5e-324]",
        "{\"lat\":52.52000066}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "\"\\ud800\"",
        "{\"b\":[\"\\udc00\\ud800\"]}",
        "@nine hundred digits",
        "@126 levels"
      })
  void dataThatAStoreOfJsonWouldNotGiveBackIsRefused(String text) {
    Json data =
        Json.parse(
            switch (text) {
              case "@nine hundred digits" -> "9".repeat(900);
              case "@126 levels" -> "[".repeat(126) + "]".repeat(126);
              default -> text;
            });
    for (SliceMode mode : SliceMode.values()) {
      state.takeCalls();
      if (mode != SliceMode.TRANSACTIONAL) {
        assertRefused(
            open(COSMOS, mode)
                .append(
                    "s",
                    ExpectedVersion.any(),
                    List.of(EVENT, new EventData("the second", "n", data))),
            "event 'the second'");
      }
      if (mode == SliceMode.OFF_AND_SHARED_ALL) {
        continue;
      }
      StoreProfile keepsIt = mode == SliceMode.TRANSACTIONAL ? COSMOS : MemoryStateStore.PROFILE;
      BlockingEventStore bytes = open(keepsIt, mode).blocking();
      String stream = "s-" + mode;
      bytes.append(stream, ExpectedVersion.noStream(), List.of(EventData.of("n", data)));
      assertThat(bytes.load(stream)).extracting(RecordedEvent::data).containsExactly(data);
    }
  }

  @Test
  void dataIsHeldToJsonsRulesWhereTheCallersMetadataMakesItJson() {
    EventStore store =
        DaprEventStore.builder(state, MemoryStateStore.PROFILE, SliceMode.TWO_PHASED)
            .metadata(stream -> Map.of("contentType", "application/json"))
            .build();
    for (String data : List.of("1e400", "\"a\\u0000\"", "{\"\\u0000\":1}")) {
      assertRefused(
          store.append("s", ExpectedVersion.any(), List.of(EventData.of("n", Json.parse(data)))),
          "keeps values as JSON here");
    }
    assertRefused(
        store.append("s", ExpectedVersion.any(), List.of(EventData.of("a\0", Json.of(1)))),
        "U+0000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"head", "from-head", "from-7", "7", "9223372036854775808", "a|b", "|"})
  void anIdThatCouldTakeAnotherDocumentsPlaceIsRefusedWhereItIsAKey(String id) {
    List<EventData> events = List.of(new EventData(id, "n", Json.of(1)));
    assertRefused(
        open(MemoryStateStore.PROFILE, SliceMode.OFF_AND_SHARED_ALL)
            .append("s", ExpectedVersion.any(), events),
        "event id '" + id + "'");
    for (SliceMode mode :
        List.of(
            SliceMode.OFF, SliceMode.TRANSACTIONAL, SliceMode.TWO_PHASED, SliceMode.CREATE_ONLY)) {
      BlockingEventStore store = open(MemoryStateStore.PROFILE, mode).blocking();
      store.append("s-" + mode, ExpectedVersion.noStream(), events);
      assertThat(store.load("s-" + mode)).extracting(RecordedEvent::id).containsExactly(id);
    }
  }

  @Test
  void anIdThatIsAKeyIsHeldToTheStoresLimitsOnKeys() {
    EventStore store = open(COSMOS, SliceMode.OFF_AND_SHARED_ALL);
    for (String id : List.of("a/b", "a#", "\ud83d\ude00")) {
      assertRefused(
          store.append("s", ExpectedVersion.any(), List.of(new EventData(id, "n", Json.of(1)))),
          "event id '" + id + "'");
    }
    List<EventData> longId = List.of(new EventData("i".repeat(1_100), "n", Json.of(1)));
    assertThatThrownBy(() -> store.append("s", ExpectedVersion.any(), longId).block())
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("bytes in a key");
    assertThat(state.takeCalls()).isEmpty();
    assertThat(
            open(COSMOS, SliceMode.TWO_PHASED).append("s", ExpectedVersion.any(), longId).block())
        .isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void anyOtherIdIsKeptToTheCharacter(SliceMode mode) {
    BlockingEventStore store = open(MemoryStateStore.PROFILE, mode).blocking();
    List<String> ids =
        List.of(
            "",
            "order-17",
            "07",
            "Head",
            "{7f0c4e52-0b0e-4c39-9d3b-5a1e6f0c9a12}",
            "7F0C4E52-0B0E-4C39-9D3B-5A1E6F0C9A11",
            "7f0c4e52-0b0e-4c39-9d3b-5a1e6f0c9a11",
            " ü \"\\\n\u0001 \ud83d\ude00");
    List<EventData> events = ids.stream().map(id -> new EventData(id, null, Json.of(1))).toList();
    store.append("s", ExpectedVersion.noStream(), events);
    assertThat(store.load("s")).extracting(RecordedEvent::id).isEqualTo(ids);
    assertThat(store.load("s")).extracting(RecordedEvent::name).containsOnlyNulls();
    assertThat(store.append("s", ExpectedVersion.noStream(), events).repeat()).isTrue();
  }
}
