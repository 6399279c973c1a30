package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.ModeMismatchException;
import dev.slicebench.store.ModeStanding;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.migration.MigrationResult;
import dev.slicebench.store.migration.StreamMigration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream of one mode met in another, and moved to another, by the documents of real stores. */
@EachStore
class ModesTest extends StoreTest {

  private static final Set<SliceMode> SLICES =
      EnumSet.of(SliceMode.TRANSACTIONAL, SliceMode.TWO_PHASED);

  /** Every ordered pair of modes whose documents differ. */
  Stream<Arguments> pairs() {
    return modes().stream()
        .flatMap(
            written ->
                modes().stream()
                    .filter(opened -> opened != written)
                    .filter(opened -> !(SLICES.contains(opened) && SLICES.contains(written)))
                    .map(opened -> Arguments.of(written, opened)));
  }

  /**
   * To {@code CREATE_ONLY} and back, for every other mode; but not for {@code OFF} where a
   * transaction overwrites, so that its writers are not refused.
   */
  Stream<Arguments> ways() {
    return pairs()
        .filter(
            pair ->
                !(profile().transaction() instanceof ModeStanding.Unsafe)
                    || !List.of(pair.get()).contains(SliceMode.OFF))
        .filter(
            pair ->
                (pair.get()[0] == SliceMode.CREATE_ONLY)
                    != (pair.get()[1] == SliceMode.CREATE_ONLY));
  }

  @ParameterizedTest(name = "{0} opened in {1}")
  @MethodSource("pairs")
  void aStreamOfAnotherModeIsRefusedByName(SliceMode written, SliceMode opened) {
    for (int first : List.of(1, 4)) {
      String stream = newStream();
      BlockingEventStore writer = open(written).blocking();
      writer.append(stream, ExpectedVersion.noStream(), events(first));
      writer.append(stream, ExpectedVersion.exact(first), events(2));
      List<RecordedEvent> before = writer.load(stream);

      for (ExpectedVersion expected :
          List.of(
              ExpectedVersion.any(),
              ExpectedVersion.noStream(),
              ExpectedVersion.streamExists(),
              ExpectedVersion.exact(first + 2L))) {
        assertRefused(written, () -> open(opened).blocking().append(stream, expected, events(1)));
      }
      assertRefused(written, () -> open(opened).blocking().load(stream));
      assertRefused(written, () -> open(opened).blocking().load(stream, LoadOptions.last(1)));
      assertRefused(written, () -> open(opened).blocking().head(stream));
      assertThat(open(written).blocking().load(stream)).isEqualTo(before);
    }
  }

  private static void assertRefused(
      SliceMode written, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    ModeMismatchException refusal = catchThrowableOfType(ModeMismatchException.class, call);
    assertThat(refusal).isNotNull();
    // Slices may tell which of the two modes wrote them, or not.
    assertThat(refusal.found())
        .contains(written)
        .isSubsetOf(SLICES.contains(written) ? SLICES : Set.of(written));
  }

  @ParameterizedTest(name = "{0} to {1} and back")
  @MethodSource("ways")
  void aStreamIsMovedThereAndBack(SliceMode from, SliceMode to) {
    String stream = newStream();
    BlockingEventStore old = open(from).blocking();
    old.append(stream, ExpectedVersion.noStream(), events(3));
    old.append(stream, ExpectedVersion.exact(3), events(60));
    List<RecordedEvent> before = old.load(stream);

    assertThat(move(stream, from, to))
        .isEqualTo(new MigrationResult(stream, 63, MigrationResult.State.MOVED));
    assertMoved(to, () -> old.append(stream, ExpectedVersion.exact(63), events(2)));
    assertMoved(to, () -> open(from).blocking().load(stream));
    assertSame(open(to).blocking().load(stream), before);

    BlockingEventStore there = open(to).blocking();
    there.append(stream, ExpectedVersion.exact(63), events(2));
    List<RecordedEvent> longer = there.load(stream);
    assertThat(longer).hasSize(65);

    move(stream, to, from);
    assertMoved(from, () -> there.append(stream, ExpectedVersion.exact(65), events(1)));
    assertSame(open(from).blocking().load(stream), longer);
    open(from).blocking().append(stream, ExpectedVersion.exact(65), events(1));
    assertThat(open(from).blocking().head(stream)).hasValue(66);
  }

  private MigrationResult move(String stream, SliceMode from, SliceMode to) {
    return java.util.Objects.requireNonNull(
        StreamMigration.builder(state(), profile(), from, to)
            .allowUnsafe()
            .build()
            .move(stream)
            .block());
  }

  private static void assertMoved(
      SliceMode to, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    ModeMismatchException refusal = catchThrowableOfType(ModeMismatchException.class, call);
    assertThat(refusal).isNotNull().hasMessageContaining("was moved");
    assertThat(refusal.found()).containsExactly(to);
  }

  /** A store that keeps JSON may give an object's properties in another order. */
  private void assertSame(List<RecordedEvent> read, List<RecordedEvent> expected) {
    if (!profile().jsonValues()) {
      assertThat(read).isEqualTo(expected);
      return;
    }
    assertThat(read).hasSameSizeAs(expected);
    for (int i = 0; i < read.size(); i++) {
      assertThat(read.get(i).id()).isEqualTo(expected.get(i).id());
      assertThat(read.get(i).version()).isEqualTo(expected.get(i).version());
      assertThat(read.get(i).data().tree()).isEqualTo(expected.get(i).data().tree());
    }
  }

  /** Streams of Dapr.EventStore are moved too; after that, it fails at the head. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("originalModes")
  void aStreamOfTheOriginalsIsMovedAndItsWriterFails(SliceMode mode) {
    String stream = newStream();
    EventStore original = reference(state(), mode);
    original.blocking().append(stream, ExpectedVersion.any(), events(3));
    original.blocking().append(stream, ExpectedVersion.any(), events(2));

    move(stream, mode, SliceMode.CREATE_ONLY);

    assertThat(open(SliceMode.CREATE_ONLY).blocking().load(stream)).hasSize(5);
    assertThatThrownBy(() -> original.blocking().append(stream, ExpectedVersion.any(), events(1)))
        .isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> original.blocking().load(stream)).isInstanceOf(RuntimeException.class);
    assertThat(open(SliceMode.CREATE_ONLY).blocking().load(stream)).hasSize(5);
  }
}
