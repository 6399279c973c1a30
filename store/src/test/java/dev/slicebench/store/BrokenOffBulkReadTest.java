package dev.slicebench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.store.internal.SliceWalk;
import dev.slicebench.store.state.StateCall.BulkGet;
import dev.slicebench.store.state.StateCall.Query;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Dapr's SQL components call documents missing, and the read a success, where a bulk get breaks off
 * (seen with PostgreSQL: a connection cut in the middle, and a stream of nine events had none).
 * What should be there is then asked for by itself.
 */
class BrokenOffBulkReadTest {

  /** Its bulk gets may omit, and it has a Query API, so that every mode can be opened. */
  private static final StoreProfile COCKROACHDB =
      StoreProfile.of("state.cockroachdb", "v1", Set.of("ETAG", "TRANSACTIONAL", "QUERY_API"));

  private static final int SEEDS = 200;

  private MemoryStateStore memory = new MemoryStateStore();

  @ParameterizedTest
  @EnumSource
  void everyLoadIsWhole(SliceMode mode) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      memory = new MemoryStateStore();
      List<String> written = write(mode, random);
      StateStore breaking = breakingOff(memory, rows -> some(rows, random));
      for (Direction direction : Direction.values()) {
        for (LoadOptions range : List.of(LoadOptions.all(), anyRange(written.size(), random))) {
          LoadOptions options = range.withDirection(direction);
          assertThat(open(breaking, mode).load("s", options).stream().map(RecordedEvent::id))
              .as("%s, seed %d, %s", mode, seed, options)
              .isEqualTo(expected(written, options));
        }
      }
      assertThat(open(breaking, mode).head("s")).hasValue(written.size());
    }
  }

  /** The answer to a write, and then all that bulk gets have to tell of it. */
  @ParameterizedTest
  @EnumSource
  void anAppendWhoseAnswerIsLostIsFound(SliceMode mode) {
    for (int lost = 1; lost <= 2; lost++) {
      for (ExpectedVersion expected : List.of(ExpectedVersion.exact(3), ExpectedVersion.any())) {
        memory = new MemoryStateStore();
        BlockingEventStore store = open(breakingOff(memory, rows -> List.of()), mode);
        store.append("s", ExpectedVersion.noStream(), events(3));
        memory.faults = losingTheAnswerToWrite(lost);
        assertThat(store.append("s", expected, events(3)).nextExpectedVersion())
            .as("%s, answer %d, %s", mode, lost, expected)
            .isEqualTo(6);
      }
    }
  }

  /** Forwards, what the walk back could not keep is read in bulk once more. */
  @Test
  void aStreamTooLargeToKeepIsWholeToo() {
    String mebibyte = "x".repeat(1024 * 1024);
    memory.answerLimitBytes = Integer.MAX_VALUE;
    BlockingEventStore store = open(breakingOff(memory, rows -> List.of()), SliceMode.TWO_PHASED);
    int length = SliceWalk.KEPT_BYTES / mebibyte.length() + 3;
    for (int head = 0; head < length; head++) {
      EventData large = EventData.of("large", Json.of(mebibyte));
      store.append("s", ExpectedVersion.exact(head), List.of(large));
    }
    assertThat(store.load("s", LoadOptions.all())).hasSize(length);
  }

  @ParameterizedTest
  @EnumSource
  void aDocumentThatIsGoneFailsTheLoad(SliceMode mode) {
    BlockingEventStore store = open(memory, mode);
    for (int head = 0; head < 5; head++) {
      store.append("s", ExpectedVersion.exact(head), events(1));
    }
    memory.remove(keyOfVersion(3));
    for (Direction direction : Direction.values()) {
      LoadOptions options = LoadOptions.all().withDirection(direction);
      assertThatThrownBy(() -> store.load("s", options))
          .as("%s", options)
          .isInstanceOf(CorruptStreamException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OFF", "TRANSACTIONAL", "TWO_PHASED"})
  void onlyADocumentThatIsLeftOutCostsACall(SliceMode mode) {
    BlockingEventStore store = open(memory, mode);
    for (int head = 0; head < 9; head++) {
      store.append("s", ExpectedVersion.exact(head), events(1));
    }
    String fifth = keyOfVersion(5);
    memory.takeCalls();

    open(breakingOff(memory, rows -> rows), mode).load("s");
    assertThat(memory.takeCalls()).containsExactly("bulkGet", "bulkGet");

    open(breakingOff(memory, rows -> without(fifth, rows)), mode).load("s");
    assertThat(memory.takeCalls()).containsExactly("bulkGet", "bulkGet", "get");
  }

  private List<String> write(SliceMode mode, Random random) {
    BlockingEventStore store = open(memory, mode);
    List<String> written = new ArrayList<>();
    boolean regular = random.nextBoolean();
    int appends = 1 + random.nextInt(150);
    for (int i = 0; i < appends; i++) {
      List<EventData> batch = events(regular ? 3 : 1 + random.nextInt(3));
      store.append("s", ExpectedVersion.exact(written.size()), batch);
      batch.forEach(event -> written.add(event.id()));
    }
    return written;
  }

  private static LoadOptions anyRange(int length, Random random) {
    int from = 1 + random.nextInt(length);
    return LoadOptions.from(from).withTo(from + random.nextInt(length));
  }

  private static List<String> expected(List<String> written, LoadOptions options) {
    int to = (int) Math.min(options.to(), written.size());
    List<String> expected = new ArrayList<>(written.subList((int) options.from() - 1, to));
    if (options.direction() == Direction.BACKWARDS) {
      Collections.reverse(expected);
    }
    return expected;
  }

  private static List<EventData> events(int count) {
    return IntStream.range(0, count).mapToObj(i -> EventData.of("e", Json.of(i))).toList();
  }

  private static BlockingEventStore open(StateStore state, SliceMode mode) {
    return DaprEventStore.builder(state, COCKROACHDB, mode).build().blocking();
  }

  private String keyOfVersion(int version) {
    return memory.keys().stream()
        .filter(key -> String.valueOf(memory.text(key)).contains("\"Version\":" + version))
        .findFirst()
        .orElseThrow();
  }

  private static MemoryStateStore.Faults losingTheAnswerToWrite(int number) {
    return new MemoryStateStore.Faults() {
      private int writes;

      @Override
      public @Nullable StateStoreException after(String call) {
        return (call.equals("save") || call.equals("transact")) && ++writes == number
            ? new StateStoreException(Kind.UNAVAILABLE, "connection lost", null)
            : null;
      }
    };
  }

  /** Half of the time all of them. */
  private static List<String> some(List<String> rows, Random random) {
    List<String> some = new ArrayList<>(rows);
    Collections.shuffle(some, random);
    return random.nextBoolean() ? some : some.subList(0, random.nextInt(some.size()));
  }

  private static List<String> without(String key, List<String> rows) {
    return rows.stream().filter(row -> !row.equals(key)).toList();
  }

  /**
   * Of a bulk read's rows only some arrive. Another app has streams of the same names, whose
   * documents queries find too, so that bulk reads have to tell them apart.
   */
  private static StateStore breakingOff(StateStore right, UnaryOperator<List<String>> arriving) {
    return right
        .intercepted(
            BulkGet.class,
            (bulkGet, next) ->
                bulkGet
                    .on(next)
                    .map(
                        items -> {
                          Map<String, StateItem> told = new HashMap<>();
                          bulkGet.keys().forEach(key -> told.put(key, StateItem.absent(key)));
                          arriving
                              .apply(bulkGet.keys())
                              .forEach(key -> told.put(key, items.get(key)));
                          return told;
                        }))
        .intercepted(
            Query.class,
            (query, next) ->
                query
                    .on(next)
                    .map(
                        items ->
                            items.stream().flatMap(BrokenOffBulkReadTest::inBothApps).toList()));
  }

  private static Stream<StateItem> inBothApps(StateItem item) {
    return Stream.of(item, new StateItem("other-" + item.key(), item.value(), item.etag()));
  }
}
