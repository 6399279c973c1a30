package dev.slicebench.store.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.Json;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.MemoryStateStore;
import dev.slicebench.store.ModeMismatchException;
import dev.slicebench.store.ModeUnavailableException;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.StoreVerdicts;
import dev.slicebench.store.StoreVerdicts.Found;
import dev.slicebench.store.StoreVerdicts.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream moved between modes: the same events, one life, and a way on from every call. */
class MigrationTest {

  private static final Set<SliceMode> SLICES =
      Set.of(SliceMode.TRANSACTIONAL, SliceMode.TWO_PHASED);

  private final MemoryStateStore state = new MemoryStateStore();

  static Stream<Arguments> ways() {
    return Stream.of(SliceMode.values())
        .filter(mode -> mode != SliceMode.CREATE_ONLY)
        .flatMap(
            mode ->
                Stream.of(
                    Arguments.of(mode, SliceMode.CREATE_ONLY),
                    Arguments.of(SliceMode.CREATE_ONLY, mode)));
  }

  private BlockingEventStore open(SliceMode mode) {
    return DaprEventStore.builder(state, MemoryStateStore.PROFILE, mode).build().blocking();
  }

  private MigrationResult move(SliceMode from, SliceMode to) {
    return Objects.requireNonNull(
        StreamMigration.builder(state, MemoryStateStore.PROFILE, from, to)
            .build()
            .move("s")
            .block());
  }

  private static List<EventData> events(int count) {
    return IntStream.range(0, count).mapToObj(i -> EventData.of("e", Json.of(i))).toList();
  }

  private List<RecordedEvent> write(SliceMode mode, int... cuts) {
    for (int cut : cuts) {
      open(mode).append("s", ExpectedVersion.any(), events(cut));
    }
    return open(mode).load("s");
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("ways")
  void keepsEveryEventAsItWas(SliceMode from, SliceMode to) {
    List<RecordedEvent> before = write(from, 1, 3, 120, 2);
    BlockingEventStore remembering = open(from);
    remembering.append("s", ExpectedVersion.exact(126), List.of());
    remembering.load("s");

    assertThat(move(from, to))
        .isEqualTo(new MigrationResult("s", 126, MigrationResult.State.MOVED));

    assertThat(open(to).load("s")).isEqualTo(before);
    assertThat(open(to).head("s")).hasValue(126);
    for (BlockingEventStore old : List.of(remembering, open(from))) {
      for (ExpectedVersion expected :
          List.of(
              ExpectedVersion.any(),
              ExpectedVersion.exact(126),
              ExpectedVersion.exact(4),
              ExpectedVersion.noStream(),
              ExpectedVersion.streamExists())) {
        assertMoved(to, () -> old.append("s", expected, events(2)));
      }
      assertMoved(to, () -> old.load("s"));
      assertMoved(to, () -> old.head("s"));
    }
    open(to).append("s", ExpectedVersion.exact(126), events(2));
    assertThat(open(to).load("s")).hasSize(128).startsWith(before.toArray(RecordedEvent[]::new));
    assertThat(move(from, to).state()).isEqualTo(MigrationResult.State.MOVED_BEFORE);
  }

  private static void assertMoved(
      SliceMode to, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    ModeMismatchException refusal = catchThrowableOfType(ModeMismatchException.class, call);
    assertThat(refusal).isNotNull().hasMessageContaining("was moved");
    assertThat(refusal.found()).containsExactly(to);
  }

  /** There, and back, and there: each time with events in between, or without. */
  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("ways")
  void goesBackAndForth(SliceMode from, SliceMode to) {
    for (int between : List.of(0, 1, 3)) {
      for (boolean deletesOld : List.of(false, true)) {
        MemoryStateStore fresh = new MemoryStateStore();
        goBackAndForth(fresh, from, to, between, deletesOld);
      }
    }
  }

  private static void goBackAndForth(
      MemoryStateStore state, SliceMode from, SliceMode to, int between, boolean deletesOld) {
    List<EventData> model = new ArrayList<>(events(4));
    open(state, from).append("s", ExpectedVersion.noStream(), model);
    List<BlockingEventStore> remembering = new ArrayList<>();
    SliceMode now = from;
    for (int turn = 0; turn < 4; turn++) {
      remembering.add(open(state, now));
      assertThat(remembering.get(turn).load("s")).hasSize(model.size());
      SliceMode next = now == from ? to : from;
      StreamMigration.Builder way =
          StreamMigration.builder(state, MemoryStateStore.PROFILE, now, next);
      if (deletesOld) {
        way.deleteOld();
      }
      way.build().move("s").block();
      now = next;
      SliceMode left = now == from ? to : from;
      BlockingEventStore old = remembering.get(turn);
      assertMoved(now, () -> old.append("s", ExpectedVersion.any(), events(1)));
      assertMoved(now, () -> open(state, left).append("s", ExpectedVersion.any(), events(1)));
      if (between > 0) {
        List<EventData> more = events(between);
        open(state, now).append("s", ExpectedVersion.exact(model.size()), more);
        model.addAll(more);
      }
      assertThat(ids(open(state, now).load("s"))).isEqualTo(idsOf(model));
      assertThat(ids(open(state, now).load("s", LoadOptions.last(99))))
          .containsExactlyInAnyOrderElementsOf(idsOf(model));
    }
    for (BlockingEventStore one : remembering) {
      List<EventData> late = events(1);
      try {
        one.append("s", ExpectedVersion.any(), late);
        model.addAll(late);
      } catch (ModeMismatchException e) {
        // Refused.
      }
    }
    assertThat(ids(open(state, now).load("s"))).isEqualTo(idsOf(model));
  }

  private static BlockingEventStore open(MemoryStateStore state, SliceMode mode) {
    return DaprEventStore.builder(state, MemoryStateStore.PROFILE, mode).build().blocking();
  }

  private static List<String> ids(List<RecordedEvent> events) {
    return events.stream().map(RecordedEvent::id).toList();
  }

  private static List<String> idsOf(List<EventData> events) {
    return events.stream().map(EventData::id).toList();
  }

  /** At every call the migration dies, and writers of both modes come; then it is resumed. */
  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("ways")
  void noEventIsLostWhereverItIsKilled(SliceMode from, SliceMode to) {
    assertThat(MigrationHunt.hunt(from, to)).isEqualTo(MigrationHunt.NOTHING);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CREATE_ONLY")
  void aLookWritesNothing(SliceMode mode) {
    write(mode, 2, 3);
    String documents = state.describe();

    MigrationResult look =
        StreamMigration.builder(state, MemoryStateStore.PROFILE, mode, SliceMode.CREATE_ONLY)
            .build()
            .look("s")
            .block();

    assertThat(look).isEqualTo(new MigrationResult("s", 5, MigrationResult.State.TO_MOVE));
    assertThat(state.describe()).isEqualTo(documents);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CREATE_ONLY")
  void theOldDocumentsGoWhereThatIsAskedFor(SliceMode mode) {
    List<RecordedEvent> before = write(mode, 2, 3);

    StreamMigration.builder(state, MemoryStateStore.PROFILE, mode, SliceMode.CREATE_ONLY)
        .deleteOld()
        .build()
        .move("s")
        .block();

    assertThat(open(SliceMode.CREATE_ONLY).load("s")).isEqualTo(before);
    assertThat(state.keys())
        .filteredOn(key -> !key.contains("|from-") && !key.endsWith("|head"))
        .allMatch(
            key -> mode == SliceMode.OFF && String.valueOf(state.text(key)).contains("MovedTo"));
  }

  @Test
  void aStreamThatIsNotThereOrInAnotherModeIsNotMoved() {
    for (SliceMode from : SliceMode.values()) {
      SliceMode to = from == SliceMode.CREATE_ONLY ? SliceMode.OFF : SliceMode.CREATE_ONLY;
      assertThatThrownBy(() -> move(from, to))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("no stream 's'");
    }
    assertThat(state.keys()).isEmpty();

    write(SliceMode.OFF, 3);
    String documents = state.describe();
    for (SliceMode from : SLICES) {
      assertThatThrownBy(() -> move(from, SliceMode.CREATE_ONLY))
          .isInstanceOf(ModeMismatchException.class)
          .hasMessageContaining("written in OFF");
    }
    assertThatThrownBy(() -> move(SliceMode.CREATE_ONLY, SliceMode.TWO_PHASED))
        .isInstanceOf(EventStoreException.class);
    assertThat(state.describe()).isEqualTo(documents);
  }

  @Test
  void betweenModesThatTakeTheSameKeysThereIsNoWay() {
    assertThatThrownBy(() -> move(SliceMode.OFF, SliceMode.TWO_PHASED))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("move them to CREATE_ONLY");
    assertThatThrownBy(() -> move(SliceMode.TRANSACTIONAL, SliceMode.TWO_PHASED))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("as they are");
    assertThatThrownBy(() -> move(SliceMode.CREATE_ONLY, SliceMode.CREATE_ONLY))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("streams in CREATE_ONLY are there already: name another mode to move them to");
    write(SliceMode.OFF, 3);
    move(SliceMode.OFF, SliceMode.CREATE_ONLY);
    assertThatThrownBy(() -> move(SliceMode.CREATE_ONLY, SliceMode.TRANSACTIONAL))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("came from OFF");
  }

  /** Dapr.EventStore, where it minds the case, reads a head of the other case as version 0. */
  @Test
  void aStreamInCamelCaseComesBackInCamelCase() {
    write(SliceMode.TWO_PHASED, 2);
    for (String key : List.of("s|2", "s|head")) {
      String camel =
          String.valueOf(state.text(key))
              .replace("\"EventId\"", "\"eventId\"")
              .replace("\"EventName\"", "\"eventName\"")
              .replace("\"StreamName\"", "\"streamName\"")
              .replace("\"Data\"", "\"data\"")
              .replace("\"Version\"", "\"version\"");
      state.put(key, camel.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    move(SliceMode.TWO_PHASED, SliceMode.CREATE_ONLY);
    open(SliceMode.CREATE_ONLY).append("s", ExpectedVersion.exact(2), events(1));

    move(SliceMode.CREATE_ONLY, SliceMode.TWO_PHASED);

    assertThat(state.text("s|head")).isEqualTo("{\"version\":3}");
    assertThat(state.text("s|3")).startsWith("[{\"eventId\":");
    assertThat(open(SliceMode.TWO_PHASED).load("s")).hasSize(3);
  }

  /** Redis' way: writers of OFF overwrite whatever is there. */
  @Test
  void whereWritersCannotBeRefusedItSaysSo() {
    StoreProfile redis = StoreProfile.of("state.redis", "v1", Set.of("ETAG", "TRANSACTIONAL"));
    assertThat(
            StreamMigration.builder(state, redis, SliceMode.OFF, SliceMode.CREATE_ONLY)
                .build()
                .refusesWriters()
                .block())
        .isFalse();
    write(SliceMode.OFF, 3);
    StreamMigration.builder(state, redis, SliceMode.OFF, SliceMode.CREATE_ONLY)
        .build()
        .move("s")
        .block();
    assertThat(open(SliceMode.CREATE_ONLY).load("s")).hasSize(3);
  }

  @Test
  void whereAModeIsUnsafeTheSafeOnesAreNamed() {
    StoreProfile redis = StoreProfile.of("state.redis", "v1", Set.of("ETAG", "TRANSACTIONAL"));
    write(SliceMode.OFF, 3);
    move(SliceMode.OFF, SliceMode.CREATE_ONLY);

    assertThatThrownBy(
            () ->
                StreamMigration.builder(state, redis, SliceMode.CREATE_ONLY, SliceMode.OFF)
                    .build()
                    .move("s")
                    .block())
        .isInstanceOf(ModeUnavailableException.class)
        .hasMessageEndingWith(
            "; safe here: TWO_PHASED; where unsafe modes are allowed, it is moved all the same");
  }

  @Test
  void noStreamIsMovedToAModeThatWasFoundUnsafe(@TempDir Path folder) {
    StoreProfile mysql = StoreProfile.of("state.mysql", "v1", Set.of("ETAG", "TRANSACTIONAL"));
    Found unsafe = new Found(Verdict.UNSAFE, "an event was lost", Instant.EPOCH, "a test");
    new StoreVerdicts("state.mysql", "v1", Map.of(SliceMode.CREATE_ONLY, unsafe))
        .write(folder.resolve("profile.json"));
    write(SliceMode.OFF, 3);

    StreamMigration.Builder migration =
        StreamMigration.builder(state, mysql, SliceMode.OFF, SliceMode.CREATE_ONLY)
            .profile(folder.resolve("profile.json"));

    assertThatThrownBy(() -> migration.build().move("s").block())
        .isInstanceOf(ModeUnavailableException.class)
        .hasMessageContaining("an event was lost");
    assertThat(open(SliceMode.OFF).load("s")).hasSize(3);
  }
}
