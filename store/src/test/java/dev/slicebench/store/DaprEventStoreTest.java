package dev.slicebench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.slicebench.store.internal.CreateOnlyProtocol;
import dev.slicebench.store.internal.documents.Keys;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.StepVerifier;

/** What needs no sidecar to be shown: every mode over a state store in memory. */
class DaprEventStoreTest {

  private final MemoryStateStore state = new MemoryStateStore();

  private BlockingEventStore open(SliceMode mode) {
    return DaprEventStore.builder(state, MemoryStateStore.PROFILE, mode).build().blocking();
  }

  private static List<EventData> events(int count) {
    return IntStream.range(0, count).mapToObj(i -> EventData.of("counted", Json.of(i))).toList();
  }

  /** Random appends, random ranges, both directions, against a list in memory. */
  @ParameterizedTest
  @EnumSource
  void loadsAnyRangeOfAnyCut(SliceMode mode) {
    for (long seed = 1; seed <= 25; seed++) {
      Random random = new Random(seed);
      BlockingEventStore store = open(mode);
      String stream = "stream-" + seed;
      List<EventData> model = new ArrayList<>();
      int appends = 1 + random.nextInt(30);
      for (int i = 0; i < appends; i++) {
        List<EventData> batch = events(1 + random.nextInt(random.nextBoolean() ? 3 : 40));
        store.append(stream, ExpectedVersion.exact(model.size()), batch);
        model.addAll(batch);
        if (random.nextInt(5) == 0) {
          store = open(mode);
        }
      }
      for (int i = 0; i < 12; i++) {
        long from = 1L + random.nextInt(model.size() + 3);
        long to = random.nextInt(model.size() + 3);
        long count = random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(model.size() + 2);
        Direction direction = random.nextBoolean() ? Direction.FORWARDS : Direction.BACKWARDS;
        LoadOptions options = new LoadOptions(from, to, count, direction);
        assertThat(ids(store.load(stream, options)))
            .as("%s seed %d %s", mode, seed, options)
            .isEqualTo(expected(model, options));
      }
      assertThat(store.head(stream)).hasValue(model.size());
    }
  }

  /** As a store leaves it that lost the last moments before it was killed, or a backup. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CREATE_ONLY")
  void anAppendToAStreamWhoseHeadIsBehindItsEventsComesToAnEnd(SliceMode mode) {
    open(mode).append("s", ExpectedVersion.noStream(), events(1));
    StateItem head = Objects.requireNonNull(state.get(Keys.head("s"), Map.of()).block());
    open(mode).append("s", ExpectedVersion.exact(1), events(2));
    state.save(new Upsert(head.key(), head.value(), Condition.none()), Map.of()).block();

    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          try {
            open(mode).append("s", ExpectedVersion.any(), events(2));
          } catch (UnknownOutcomeException e) {
            assertThat(e).hasMessageContaining("'s': the events may be stored");
          }
        });
  }

  private static List<Object> expected(List<EventData> model, LoadOptions options) {
    List<Object> ids = new ArrayList<>();
    for (long v = options.from(); v <= Math.min(options.to(), model.size()); v++) {
      ids.add(model.get((int) v - 1).id());
    }
    if (options.direction() == Direction.BACKWARDS) {
      Collections.reverse(ids);
    }
    return ids.subList(0, (int) Math.min(options.maxCount(), ids.size()));
  }

  private static List<Object> ids(List<RecordedEvent> events) {
    return events.stream().<Object>map(RecordedEvent::id).toList();
  }

  @ParameterizedTest
  @EnumSource
  void aLostAnswerIsFoundOutAndARefusedWriteSentAgain(SliceMode mode) {
    for (int fault = 0; fault < 12; fault++) {
      int at = fault / 2;
      boolean carriedOut = fault % 2 == 0;
      String stream = "faulty-" + fault;
      BlockingEventStore store = open(mode);
      store.append(stream, ExpectedVersion.noStream(), events(3));
      state.faults = failing(at, carriedOut);
      List<EventData> batch = events(2);
      AppendResult result = null;
      try {
        result = store.append(stream, ExpectedVersion.exact(3), batch);
      } catch (StoreUnavailableException e) {
        // A read before the write: nothing was written, as the same append shows.
      }
      state.faults = new MemoryStateStore.Faults() {};
      if (result == null) {
        result = store.append(stream, ExpectedVersion.exact(3), batch);
        assertThat(result.repeat()).isFalse();
      }
      assertThat(result.nextExpectedVersion()).isEqualTo(5);
      assertThat(ids(store.load(stream)).subList(3, 5))
          .isEqualTo(batch.stream().map(EventData::id).toList());
    }
  }

  private static MemoryStateStore.Faults failing(int at, boolean carriedOut) {
    return new MemoryStateStore.Faults() {
      private int call;

      private @Nullable StateStoreException now(boolean phase) {
        return phase == carriedOut && call++ == at
            ? new StateStoreException(Kind.UNAVAILABLE, "connection lost", null)
            : null;
      }

      @Override
      public @Nullable StateStoreException before(String name) {
        return now(false);
      }

      @Override
      public @Nullable StateStoreException after(String name) {
        return now(true);
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void writesThatNeverGetAnAnswerAreAnUnknownOutcome(SliceMode mode) {
    BlockingEventStore store = open(mode);
    state.faults =
        new MemoryStateStore.Faults() {
          @Override
          public @Nullable StateStoreException before(String name) {
            return name.equals("get") || name.equals("bulkGet")
                ? null
                : new StateStoreException(Kind.UNAVAILABLE, "connection refused", null);
          }
        };
    List<EventData> batch = events(2);
    assertThatThrownBy(() -> store.append("s", ExpectedVersion.noStream(), batch))
        .isInstanceOf(UnknownOutcomeException.class)
        .hasMessageContaining("append the same events again");
    state.faults = new MemoryStateStore.Faults() {};
    assertThat(store.append("s", ExpectedVersion.noStream(), batch).nextExpectedVersion())
        .isEqualTo(2);
    assertThat(store.load("s")).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void answersTooLargeForAMessageAreReadInParts(SliceMode mode) {
    BlockingEventStore store = open(mode);
    state.answerLimitBytes = 20_000;
    List<EventData> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      List<EventData> batch =
          List.of(EventData.of("large", Json.of("x".repeat(mode == SliceMode.OFF ? 900 : 5_000))));
      store.append("large", ExpectedVersion.exact(i), batch);
      all.addAll(batch);
    }
    assertThat(ids(store.load("large"))).isEqualTo(all.stream().map(EventData::id).toList());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OFF_AND_SHARED_ALL")
  void whoKnowsHowLargeDocumentsAreAsksForNoMoreThanFit(SliceMode mode) {
    BlockingEventStore store = open(mode);
    for (int i = 0; i < 150; i++) {
      store.append(
          "large",
          ExpectedVersion.exact(i),
          List.of(EventData.of("large", Json.of("x".repeat(60_000)))));
    }
    assertThat(store.load("large")).hasSize(150);
    state.answersTooLarge = 0;
    assertThat(store.load("large")).hasSize(150);
    assertThat(state.answersTooLarge).isZero();
  }

  @Test
  void aLimitIsFoundBeforeAnyWrite() {
    StoreProfile cosmos =
        StoreProfile.of("state.azure.cosmosdb", "v1", java.util.Set.of("ETAG", "TRANSACTIONAL"));
    BlockingEventStore store =
        DaprEventStore.builder(state, cosmos, SliceMode.OFF).build().blocking();
    assertThatThrownBy(() -> store.append("s", ExpectedVersion.noStream(), events(100)))
        .isInstanceOfSatisfying(
            LimitExceededException.class,
            e -> {
              assertThat(e.allowed()).isEqualTo(100);
              assertThat(e.requested()).isEqualTo(101);
            });
    assertThat(state.takeCalls()).isEmpty();
    assertThat(store.append("s", ExpectedVersion.noStream(), events(99)).nextExpectedVersion())
        .isEqualTo(99);
  }

  @ParameterizedTest
  @EnumSource
  void aMissingDocumentFailsTheLoad(SliceMode mode) {
    BlockingEventStore store = open(mode);
    for (int i = 0; i < 5; i++) {
      store.append("s", ExpectedVersion.exact(i), events(1));
    }
    String third =
        switch (mode) {
          case CREATE_ONLY -> "s|from-3";
          case OFF_AND_SHARED_ALL ->
              state.keys().stream()
                  .filter(key -> String.valueOf(state.text(key)).contains("\"Version\":3"))
                  .findFirst()
                  .orElseThrow();
          default -> "s|3";
        };
    state.remove(third);
    assertThatThrownBy(() -> store.load("s")).isInstanceOf(CorruptStreamException.class);
  }

  @ParameterizedTest
  @EnumSource
  void aConsumerThatWantsFewReadsFew(SliceMode mode) {
    DaprEventStore store = DaprEventStore.builder(state, MemoryStateStore.PROFILE, mode).build();
    for (int i = 0; i < 40; i++) {
      store.append("long", ExpectedVersion.exact(i * 50L), events(50)).block();
    }
    state.takeCalls();
    StepVerifier.create(store.load("long"), 10).expectNextCount(10).thenCancel().verify();
    assertThat(state.takeCalls().size()).isLessThanOrEqualTo(mode == SliceMode.TWO_PHASED ? 22 : 8);
  }

  /** Regular slices are looked for only where they are; one that is not regular is still found. */
  @ParameterizedTest
  @EnumSource(names = {"TRANSACTIONAL", "TWO_PHASED", "CREATE_ONLY"})
  void longStreamsOfRegularSlicesTakeFewCalls(SliceMode mode) {
    for (boolean irregular : new boolean[] {false, true}) {
      String stream = "regular-" + !irregular;
      BlockingEventStore store = open(mode);
      List<EventData> all = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        List<EventData> batch = events(irregular && i == 60 ? 7 : 50);
        store.append(stream, ExpectedVersion.exact(all.size()), batch);
        all.addAll(batch);
      }
      List<Object> ids = all.stream().<Object>map(EventData::id).toList();
      for (Direction direction : Direction.values()) {
        BlockingEventStore fresh = open(mode);
        state.takeCalls();
        List<RecordedEvent> loaded = fresh.load(stream, LoadOptions.all().withDirection(direction));
        int calls = state.takeCalls().size();
        List<Object> expected = new ArrayList<>(ids);
        if (direction == Direction.BACKWARDS) {
          Collections.reverse(expected);
        }
        assertThat(ids(loaded)).isEqualTo(expected);
        assertThat(calls).as("%s %s", mode, direction).isLessThanOrEqualTo(irregular ? 66 : 6);
      }
    }
  }

  /** A bulk get is a query over all partitions there. */
  @ParameterizedTest
  @EnumSource(names = {"OFF", "TRANSACTIONAL", "TWO_PHASED"})
  void onCosmosDbAFewKeysAreReadEachByItself(SliceMode mode) {
    StoreProfile cosmos =
        StoreProfile.of("state.azure.cosmosdb", "v1", Set.of("ETAG", "TRANSACTIONAL", "QUERY_API"));
    for (int length = 1; length <= 5; length++) {
      BlockingEventStore store = DaprEventStore.builder(state, cosmos, mode).build().blocking();
      String stream = "short-" + length;
      for (int head = 0; head < length; head++) {
        store.append(stream, ExpectedVersion.exact(head), events(1));
      }
      state.takeCalls();

      assertThat(store.load(stream)).hasSize(length);

      assertThat(state.takeCalls())
          .isEqualTo(
              length <= 3 ? Collections.nCopies(1 + length, "get") : List.of("get", "bulkGet"));
    }
  }

  @Test
  void anOpenedModeSaysWhyItIsUnsafe() {
    StoreProfile redis =
        StoreProfile.of("state.redis", "v1", java.util.Set.of("ETAG", "TRANSACTIONAL"));
    BlockingEventStore store =
        DaprEventStore.builder(state, redis, SliceMode.OFF).build().blocking();
    assertThatThrownBy(() -> store.append("s", ExpectedVersion.any(), events(1)))
        .isInstanceOf(ModeUnavailableException.class)
        .hasMessageContaining("OFF is unsafe on state.redis v1")
        .hasMessageContaining("overwrites acknowledged events");
    assertThat(state.keys()).isEmpty();
  }

  @Test
  void createOnlyHintIsWrittenNowAndThenAndNeverAhead() {
    BlockingEventStore store = open(SliceMode.CREATE_ONLY);
    for (int i = 0; i < 200; i++) {
      store.append("s", ExpectedVersion.exact(i), events(1));
      String hint = state.text("s|from-head");
      long version = hint == null ? 0 : Json.parse(hint).tree().get("Version").asLong();
      assertThat(version).isBetween((long) i + 1 - CreateOnlyProtocol.HINT_LAG, i + 1L);
    }
    assertThat(state.takeCalls().stream().filter("save"::equals)).hasSize(203);
  }
}
