package dev.slicebench.conformance.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.conformance.StoreTest;
import dev.slicebench.conformance.TestedStore;
import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.Direction;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.VersionConflictException;
import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The original's behaviour, its flaws included, on a store that keeps all its own promises. */
@ParameterizedClass
@EnumSource(value = TestedStore.class, names = "EMBEDDED_STRICT")
class ReferenceEventStoreTest extends StoreTest {

  @ParameterizedTest
  @MethodSource("originalModes")
  void loadsWhatItAppended(SliceMode mode) {
    BlockingEventStore store = reference(state(), mode).blocking();
    String stream = newStream();
    List<RecordedEvent> model = new ArrayList<>();
    for (int count : List.of(1, 30, 2, 7)) {
      List<EventData> batch = events(count);
      store.append(stream, ExpectedVersion.exact(model.size()), batch);
      model.addAll(recorded(stream, model.size(), batch));
    }

    assertThat(store.load(stream)).isEqualTo(model);
    assertThat(store.load(stream, LoadOptions.from(15).withTo(33)))
        .isEqualTo(model.subList(14, 33));
    assertThat(store.load(stream, LoadOptions.last(2)))
        .containsExactly(model.get(39), model.get(38));
    assertThat(store.load(newStream())).isEmpty();
    assertThat(store.append(stream, ExpectedVersion.exact(7), List.of()).nextExpectedVersion())
        .as("without events no version is checked")
        .isEqualTo(40);
  }

  @ParameterizedTest
  @MethodSource("originalModes")
  void checksTheVersionItRead(SliceMode mode) {
    BlockingEventStore store = reference(state(), mode).blocking();
    String stream = newStream();
    store.append(stream, ExpectedVersion.noStream(), events(2));

    assertThatThrownBy(() -> store.append(stream, ExpectedVersion.noStream(), events(1)))
        .isInstanceOf(VersionConflictException.class);
    assertThatThrownBy(() -> store.append(stream, ExpectedVersion.exact(1), events(1)))
        .isInstanceOf(VersionConflictException.class);
    assertThatThrownBy(() -> store.append(stream, ExpectedVersion.streamExists(), events(1)))
        .isInstanceOf(InvalidRequestException.class);
  }

  @ParameterizedTest
  @MethodSource("originalModes")
  void whoeverWritesBetweenItsReadsAndItsWriteIsTold(SliceMode mode) {
    String stream = newStream();
    BlockingEventStore other = reference(state(), mode).blocking();
    other.append(stream, ExpectedVersion.noStream(), events(1));
    EventStore late =
        reference(
            interrupted(state(), () -> other.append(stream, ExpectedVersion.exact(1), events(1))),
            mode);

    assertThatThrownBy(() -> late.blocking().append(stream, ExpectedVersion.exact(1), events(2)))
        .as("a refused transaction comes as it is, a refused save as a conflict")
        .isInstanceOf(
            mode == SliceMode.TWO_PHASED
                ? VersionConflictException.class
                : StateStoreException.class);
  }

  @ParameterizedTest
  @MethodSource("originalModes")
  void twoFirstAppendsBothSucceed(SliceMode mode) {
    String stream = newStream();
    BlockingEventStore other = reference(state(), mode).blocking();
    EventStore late =
        reference(
            interrupted(state(), () -> other.append(stream, ExpectedVersion.noStream(), events(1))),
            mode);
    List<EventData> sent = events(1);

    late.blocking().append(stream, ExpectedVersion.noStream(), sent);

    assertThat(other.head(stream)).hasValue(1);
    assertThat(other.load(stream))
        .as("the other's event is gone, or stands beside this one under the same version")
        .contains(recorded(stream, 0, sent).get(0))
        .allMatch(event -> event.version() == 1);
  }

  @Test
  void createOnlyIsNoneOfItsModes() {
    assertThatThrownBy(() -> reference(state(), SliceMode.CREATE_ONLY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CREATE_ONLY");
  }

  @Test
  void backwardsIsTheReverse() {
    BlockingEventStore store = reference(state(), SliceMode.TRANSACTIONAL).blocking();
    String stream = newStream();
    store.append(stream, ExpectedVersion.any(), events(3));
    store.append(stream, ExpectedVersion.any(), events(2));

    assertThat(
            store.load(stream, LoadOptions.from(2).withDirection(Direction.BACKWARDS)).stream()
                .map(RecordedEvent::version))
        .containsExactly(5L, 4L, 3L, 2L);
  }

  /** Something happens right before the first write. */
  private static StateStore interrupted(StateStore right, Runnable interruption) {
    AtomicBoolean done = new AtomicBoolean();
    return right.intercepted(
        Write.class,
        (write, next) -> {
          if (!done.getAndSet(true)) {
            interruption.run();
          }
          return write.on(next);
        });
  }
}
