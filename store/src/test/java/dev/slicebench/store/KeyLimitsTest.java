package dev.slicebench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.store.StoreProfile.KeyLimits;
import dev.slicebench.store.internal.documents.Keys;
import dev.slicebench.store.internal.documents.Versions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that a store does not take are refused before anything is written. */
class KeyLimitsTest {

  private static final Set<String> ALL = Set.of("ETAG", "TRANSACTIONAL", "QUERY_API");

  private final MemoryStateStore state = new MemoryStateStore();

  private BlockingEventStore open(String type, String appId, SliceMode mode) {
    StoreProfile profile = StoreProfile.of(type, "v1", ALL).ofApp(appId);
    return DaprEventStore.builder(state, profile, mode).allowUnsafe().build().blocking();
  }

  private static List<EventData> event(String id) {
    return List.of(new EventData(id, "happened", Json.of(1)));
  }

  @ParameterizedTest
  @CsvSource({
    "state.azure.cosmosdb, 1023",
    "state.postgresql, 2692",
    "state.postgres, 2692",
    "state.mysql, 255",
    "state.sqlserver, 200",
    "state.aws.dynamodb, 2048",
  })
  void aKeyIsAsLongAsTheStoreTakesWithTheAppId(String type, int limit) {
    String app = "an-app-id-of-30-characters-long";
    String key = "|" + Versions.LAST;
    int longest = limit - app.length() - "||".length() - "|from-".length() - key.length() + 1;
    BlockingEventStore store = open(type, app, SliceMode.CREATE_ONLY);

    store.append("n".repeat(longest), ExpectedVersion.noStream(), event("1"));
    int written = state.keys().size();
    assertThatThrownBy(
            () -> store.append("n".repeat(longest + 1), ExpectedVersion.noStream(), event("1")))
        .isInstanceOfSatisfying(
            LimitExceededException.class,
            e -> {
              assertThat(e.allowed()).isEqualTo(limit);
              assertThat(e.requested()).isEqualTo(limit + 1);
              assertThat(e).hasMessageContaining("'" + app + "||'");
            });
    assertThat(state.keys()).hasSize(written);
  }

  @ParameterizedTest
  @CsvSource({"state.mysql, 1", "state.azure.cosmosdb, 3"})
  void aCharacterCountsAsTheStoreCountsIt(String type, int length) {
    KeyLimits limits = StoreProfile.of(type, "v1", ALL).keys();
    String longest = "\u4e2d".repeat(limits.maxLength() / length);

    Keys.requireShortEnough(limits, longest);
    assertThatThrownBy(() -> Keys.requireShortEnough(limits, longest + "\u4e2d"))
        .isInstanceOf(LimitExceededException.class);
  }

  /** There alone it is part of the key. */
  @ParameterizedTest
  @EnumSource
  void anEventsIdCountsWhereItIsPartOfTheKey(SliceMode mode) {
    for (String id : List.of("i".repeat(1100), "a/b", "a\u0001b", "\ud83d\ude00")) {
      BlockingEventStore store = open("state.azure.cosmosdb", "app", mode);
      if (mode != SliceMode.OFF_AND_SHARED_ALL) {
        store.append("s" + id.length() + id.hashCode(), ExpectedVersion.noStream(), event(id));
        continue;
      }
      assertThatThrownBy(() -> store.append("s", ExpectedVersion.noStream(), event(id)))
          .isInstanceOfAny(LimitExceededException.class, InvalidRequestException.class)
          .hasMessageContaining("event");
      assertThat(state.keys()).isEmpty();
    }
  }

  /** Go quotes a partition's name, and JSON does not know all of its escapes. */
  @Test
  void namesThatDaprsCosmosDbComponentCannotSendAreRefused() {
    BlockingEventStore store = open("state.azure.cosmosdb", "app", SliceMode.OFF);
    for (char character = 0; character < 0x100; character++) {
      String name = "a" + character + "b";
      boolean isRefused =
          character <= 0x07
              || character == 0x0b
              || (character >= 0x0e && character <= 0x1f)
              || character == 0x7f
              || "/\\?#".indexOf(character) >= 0;
      if (isRefused) {
        assertThatThrownBy(() -> store.append(name, ExpectedVersion.any(), event("1")))
            .isInstanceOf(InvalidRequestException.class)
            .hasMessageContaining("U+%04X".formatted((int) character));
        assertThatThrownBy(() -> store.load(name)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> store.head(name)).isInstanceOf(InvalidRequestException.class);
      } else if (character != '|') {
        store.append(name, ExpectedVersion.any(), event("1"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"state.postgresql", "state.postgres", "state.cockroachdb", "state.yugabyte"})
  void postgresTakesNoNul(String type) {
    assertThatThrownBy(
            () ->
                open(type, "app", SliceMode.OFF)
                    .append("a\u0000b", ExpectedVersion.any(), event("1")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("no U+0000 in a key");
    assertThat(state.keys()).isEmpty();
  }
}
