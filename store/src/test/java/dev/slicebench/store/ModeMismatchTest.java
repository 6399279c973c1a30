package dev.slicebench.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slicebench.store.internal.documents.Documents;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream of one mode, opened in another: refused by name, and left as it was. */
class ModeMismatchTest {

  private static final Set<SliceMode> SLICES =
      EnumSet.of(SliceMode.TRANSACTIONAL, SliceMode.TWO_PHASED);

  private final MemoryStateStore state = new MemoryStateStore();

  private BlockingEventStore open(SliceMode mode) {
    return DaprEventStore.builder(state, MemoryStateStore.PROFILE, mode).build().blocking();
  }

  private static List<EventData> events(int count) {
    return IntStream.range(0, count).mapToObj(i -> EventData.of("counted", Json.of(i))).toList();
  }

  /** Every ordered pair of modes whose documents differ, with streams cut in several ways. */
  static Stream<Arguments> pairsAndCuts() {
    return Stream.of(SliceMode.values())
        .flatMap(
            written ->
                Stream.of(SliceMode.values())
                    .filter(opened -> opened != written)
                    .filter(opened -> !(SLICES.contains(opened) && SLICES.contains(written)))
                    .flatMap(
                        opened ->
                            Stream.of(
                                    List.of(1),
                                    List.of(4),
                                    List.of(1, 3),
                                    List.of(3, 1, 2),
                                    List.of(90, 90, 20))
                                .map(cuts -> Arguments.of(written, opened, cuts))));
  }

  @ParameterizedTest(name = "{0} opened in {1}, appends of {2}")
  @MethodSource("pairsAndCuts")
  void isRefusedByNameAndLeftAsItWas(SliceMode written, SliceMode opened, List<Integer> cuts) {
    BlockingEventStore writer = open(written);
    for (int cut : cuts) {
      writer.append("s", ExpectedVersion.any(), events(cut));
    }
    int length = cuts.stream().mapToInt(cut -> cut).sum();
    List<RecordedEvent> before = writer.load("s");
    String documents = state.describe();

    for (ExpectedVersion expected :
        List.of(
            ExpectedVersion.any(),
            ExpectedVersion.noStream(),
            ExpectedVersion.streamExists(),
            ExpectedVersion.exact(1),
            ExpectedVersion.exact(length),
            ExpectedVersion.exact(length + 1L))) {
      assertRefused(written, () -> open(opened).append("s", expected, events(1)));
      assertRefused(written, () -> open(opened).append("s", expected, events(3)));
      assertRefused(written, () -> open(opened).append("s", expected, List.of()));
    }
    assertRefused(written, () -> open(opened).load("s"));
    assertRefused(written, () -> open(opened).load("s", LoadOptions.last(1)));
    assertRefused(written, () -> open(opened).load("s", LoadOptions.from(length + 1L)));
    assertRefused(written, () -> open(opened).head("s"));

    assertThat(state.describe()).isEqualTo(documents);
    assertThat(open(written).load("s")).isEqualTo(before);
    assertThat(open(written).append("s", ExpectedVersion.exact(length), events(1)))
        .isEqualTo(new AppendResult(length + 1L, false, false));
  }

  private static void assertRefused(
      SliceMode written, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    ModeMismatchException refusal = catchThrowableOfType(ModeMismatchException.class, call);
    assertThat(refusal).isNotNull();
    assertThat(refusal.found()).isEqualTo(SLICES.contains(written) ? SLICES : Set.of(written));
    assertThat(refusal.stream()).isEqualTo("s");
    assertThat(refusal).hasMessageContaining(written.name()).hasMessageContaining("migrate --from");
  }

  /** Both are slices under the version of their last event, and each reads what the other wrote. */
  @ParameterizedTest
  @EnumSource(names = {"TRANSACTIONAL", "TWO_PHASED"})
  void slicesOfTheOneModeAreContinuedInTheOther(SliceMode written) {
    SliceMode opened =
        written == SliceMode.TWO_PHASED ? SliceMode.TRANSACTIONAL : SliceMode.TWO_PHASED;
    for (int cut : List.of(1, 4)) {
      String stream = "s" + cut;
      List<EventData> all = new ArrayList<>(events(cut));
      open(written).append(stream, ExpectedVersion.noStream(), all);
      List<EventData> more = events(2);
      open(opened).append(stream, ExpectedVersion.exact(cut), more);
      all.addAll(more);
      for (SliceMode mode : SLICES) {
        assertThat(open(mode).load(stream).stream().map(RecordedEvent::id))
            .isEqualTo(all.stream().map(EventData::id).toList());
      }
    }
  }

  /** Dapr.EventStore's serializer for {@code TWO_PHASED} writes camelCase. */
  @Test
  void slicesInCamelCaseAreNotTransactional() {
    open(SliceMode.TWO_PHASED).append("s", ExpectedVersion.noStream(), events(2));
    String pascal = String.valueOf(state.text("s|2"));
    state.put("s|2", pascal.replace("\"EventId\"", "\"eventId\"").getBytes(UTF_8));

    assertThatThrownBy(() -> open(SliceMode.TRANSACTIONAL).load("s"))
        .isInstanceOf(ModeMismatchException.class)
        .hasMessageContaining("written in TWO_PHASED");
    assertThat(open(SliceMode.TWO_PHASED).load("s")).hasSize(2);
  }

  /** What a writer that died between slice and head left, where another committed past it. */
  @Test
  void anOrphanOfTwoPhasedIsToldInTransactional() {
    open(SliceMode.TWO_PHASED).append("s", ExpectedVersion.noStream(), events(1));
    state.put("s|2", Documents.slice("s", events(1), 2));
    open(SliceMode.TWO_PHASED).append("s", ExpectedVersion.exact(1), events(2));

    assertThatThrownBy(() -> open(SliceMode.TRANSACTIONAL).load("s"))
        .isInstanceOf(ModeMismatchException.class)
        .hasMessageContaining("written in TWO_PHASED");
    assertThat(open(SliceMode.TWO_PHASED).load("s")).hasSize(3);
  }

  /** A first append must look, but a stream that was seen is not looked at again. */
  @ParameterizedTest
  @EnumSource
  void aStreamThatWasSeenCostsNoCallMore(SliceMode mode) {
    BlockingEventStore store = open(mode);
    store.append("s", ExpectedVersion.noStream(), events(4));
    assertThat(state.takeCalls()).startsWith("bulkGet");

    store.append("s", ExpectedVersion.exact(4), events(2));
    assertThat(state.takeCalls())
        .isEqualTo(
            switch (mode) {
              case OFF -> List.of("transact");
              case TRANSACTIONAL, OFF_AND_SHARED_ALL -> List.of("get", "transact");
              case TWO_PHASED -> List.of("get", "save", "save");
              case CREATE_ONLY -> List.of("save");
            });

    BlockingEventStore reader = open(mode);
    reader.load("s");
    state.takeCalls();
    reader.append("s", ExpectedVersion.any(), events(1));
    assertThat(state.takeCalls()).doesNotContain("bulkGet");
  }

  /** Both lives of a stream are named, where somebody wrote it in two modes before. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CREATE_ONLY")
  void twoHistoriesOfOneNameAreToldInBothModes(SliceMode mode) {
    open(SliceMode.CREATE_ONLY).append("s", ExpectedVersion.noStream(), events(2));
    MemoryStateStore other = new MemoryStateStore();
    DaprEventStore.builder(other, MemoryStateStore.PROFILE, mode)
        .build()
        .blocking()
        .append("s", ExpectedVersion.noStream(), events(3));
    state.putAll(other);

    for (SliceMode opened : List.of(mode, SliceMode.CREATE_ONLY)) {
      assertThatThrownBy(() -> open(opened).load("s"))
          .isInstanceOf(ModeMismatchException.class)
          .hasMessageContaining("two histories");
      assertThatThrownBy(() -> open(opened).append("s", ExpectedVersion.any(), events(1)))
          .isInstanceOf(ModeMismatchException.class)
          .hasMessageContaining("two histories");
    }
  }
}
