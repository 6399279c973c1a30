package dev.slicebench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slicebench.store.internal.documents.Keys;
import dev.slicebench.store.internal.documents.Versions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Versions, ranges and counts at their ends, in every mode over a state store in memory. */
@Timeout(60)
class VersionEndsTest {

  private static final List<Long> BEYOND_ANY_STREAM =
      List.of(
          1_000_000L,
          Versions.LAST - 1,
          Versions.LAST,
          Versions.LAST + 1,
          Long.MAX_VALUE - 1,
          Long.MAX_VALUE);

  private final MemoryStateStore state = new MemoryStateStore();

  private DaprEventStore open(SliceMode mode) {
    return DaprEventStore.builder(state, MemoryStateStore.PROFILE, mode).build();
  }

  private static List<EventData> events(int count) {
    return IntStream.range(0, count).mapToObj(i -> EventData.of("counted", Json.of(i))).toList();
  }

  private void putHead(SliceMode mode, String stream, long version) {
    String key = mode == SliceMode.CREATE_ONLY ? Keys.hint(stream) : Keys.head(stream);
    state.put(key, ("{\"Version\":" + version + "}").getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @EnumSource
  void anExpectedVersionThatNoStreamCanHaveIsAConflict(SliceMode mode) {
    for (int length : new int[] {0, 3}) {
      String stream = "of-" + length;
      DaprEventStore writer = open(mode);
      if (length > 0) {
        writer.append(stream, ExpectedVersion.noStream(), events(length)).block();
      }
      for (long version : BEYOND_ANY_STREAM) {
        for (int count : new int[] {0, 1, 5}) {
          for (DaprEventStore store : List.of(open(mode), writer)) {
            VersionConflictException conflict =
                catchThrowableOfType(
                    VersionConflictException.class,
                    () ->
                        store
                            .append(stream, ExpectedVersion.exact(version), events(count))
                            .block());
            assertThat(conflict).as("%s expects %d", mode, version).isNotNull();
            assertThat(conflict.actual()).isEqualTo(length);
          }
        }
      }
      assertThat(writer.load(stream).count().block()).isEqualTo(length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLoadTakesAnyFromToAndCount(SliceMode mode) {
    DaprEventStore writer = open(mode);
    writer.append("s", ExpectedVersion.noStream(), events(2)).block();
    writer.append("s", ExpectedVersion.exact(2), events(3)).block();
    List<Long> ends =
        List.of(0L, 1L, 2L, 5L, 6L, Versions.LAST, Long.MAX_VALUE - 1, Long.MAX_VALUE);
    for (DaprEventStore store : List.of(writer, open(mode))) {
      for (Direction direction : Direction.values()) {
        for (long from : ends.subList(1, ends.size())) {
          for (long to : ends) {
            for (long count : ends) {
              LoadOptions options = new LoadOptions(from, to, count, direction);
              List<Long> model =
                  new ArrayList<>(
                      LongStream.rangeClosed(1, 5)
                          .filter(v -> from <= v && v <= to)
                          .boxed()
                          .toList());
              if (direction == Direction.BACKWARDS) {
                Collections.reverse(model);
              }
              assertThat(store.load("s", options).map(RecordedEvent::version).collectList().block())
                  .as("%s %s", mode, options)
                  .isEqualTo(model.subList(0, (int) Math.min(count, model.size())));
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHeadBeyondTheLastVersionIsDamage(SliceMode mode) {
    for (long version : new long[] {Versions.LAST + 1, Long.MAX_VALUE - 1, Long.MAX_VALUE}) {
      String stream = "damaged-" + version;
      putHead(mode, stream, version);
      assertThatThrownBy(() -> open(mode).head(stream).block())
          .isInstanceOf(CorruptStreamException.class);
      assertThatThrownBy(() -> open(mode).load(stream).collectList().block())
          .isInstanceOf(CorruptStreamException.class);
      for (ExpectedVersion expected :
          List.of(ExpectedVersion.any(), ExpectedVersion.exact(version))) {
        assertThatThrownBy(() -> open(mode).append(stream, expected, events(2)).block())
            .as("%s %s", mode, expected)
            .satisfiesAnyOf(
                e -> assertThat(e).isInstanceOf(CorruptStreamException.class),
                e -> assertThat(e).isInstanceOf(VersionConflictException.class));
      }
      assertThat(state.keys()).filteredOn(key -> key.startsWith(stream)).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStreamEndsAtTheLastVersionAndNotBeyond(SliceMode mode) {
    putHead(mode, "long", Versions.LAST - 1);
    DaprEventStore store = open(mode);
    for (ExpectedVersion expected :
        List.of(ExpectedVersion.any(), ExpectedVersion.exact(Versions.LAST - 1))) {
      assertThatThrownBy(() -> open(mode).append("long", expected, events(2)).block())
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("begin another stream");
    }
    assertThat(state.keys()).hasSize(1);

    assertThat(store.append("long", ExpectedVersion.any(), events(1)).block())
        .isEqualTo(new AppendResult(Versions.LAST, false, false));

    for (DaprEventStore any : List.of(store, open(mode))) {
      for (ExpectedVersion expected :
          List.of(ExpectedVersion.any(), ExpectedVersion.exact(Versions.LAST))) {
        assertThatThrownBy(() -> any.append("long", expected, events(1)).block())
            .isInstanceOf(LimitExceededException.class);
      }
      assertThat(any.head("long").block()).isEqualTo(Versions.LAST);
      for (Direction direction : Direction.values()) {
        LoadOptions last = LoadOptions.from(Versions.LAST).withDirection(direction);
        assertThat(any.load("long", last).map(RecordedEvent::version).collectList().block())
            .containsExactly(Versions.LAST);
      }
    }
  }
}
