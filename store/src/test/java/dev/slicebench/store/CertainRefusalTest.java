package dev.slicebench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A write that was refused for certain is told so, and one that may be stored is not. */
class CertainRefusalTest {

  private final MemoryStateStore state = new MemoryStateStore();

  private BlockingEventStore open(SliceMode mode) {
    return DaprEventStore.builder(state, MemoryStateStore.PROFILE, mode).build().blocking();
  }

  private static List<EventData> event() {
    return List.of(EventData.of("happened", Json.of(1)));
  }

  /** From its {@code first} write on, every write fails so. */
  private void failWrites(int first, Kind kind, String message) {
    state.faults =
        new MemoryStateStore.Faults() {
          private int writes;

          @Override
          public @Nullable StateStoreException before(String call) {
            boolean isWrite = call.equals("save") || call.equals("transact");
            return isWrite && ++writes >= first
                ? new StateStoreException(kind, message, null)
                : null;
          }
        };
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatTheSidecarFoundTooLargeIsAnExceededLimit(SliceMode mode) {
    failWrites(1, Kind.TOO_LARGE, "grpc: received message larger than max (1100029 vs. 1048576)");

    assertThatThrownBy(() -> open(mode).append("s", ExpectedVersion.noStream(), event()))
        .isInstanceOfSatisfying(
            LimitExceededException.class,
            e -> {
              assertThat(e.requested()).isEqualTo(1_100_029);
              assertThat(e.allowed()).isEqualTo(1_048_576);
              assertThat(e).hasMessageContaining("--max-body-size");
            });
    assertThat(state.keys()).isEmpty();
  }

  /** As a proxy between tells that it was called too often: whatever it did before is not known. */
  @ParameterizedTest
  @EnumSource
  void anotherExhaustedResourceIsUnknown(SliceMode mode) {
    failWrites(1, Kind.TOO_LARGE, "too many requests");

    assertThatThrownBy(() -> open(mode).append("s", ExpectedVersion.noStream(), event()))
        .isInstanceOf(UnknownOutcomeException.class);
  }

  @ParameterizedTest
  @EnumSource
  void aRequestThatTheStoreNeverTakesIsNotStored(SliceMode mode) {
    failWrites(1, Kind.INVALID, "invalid byte sequence");

    assertThatThrownBy(() -> open(mode).append("s", ExpectedVersion.noStream(), event()))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("invalid byte sequence");
  }

  /** Its slice lies there, and the next writer commits it. */
  @Test
  void aSliceWhoseHeadIsRefusedMayYetBeStored() {
    failWrites(2, Kind.INVALID, "state store statestore is not configured");
    List<EventData> sent = event();

    assertThatThrownBy(
            () -> open(SliceMode.TWO_PHASED).append("s", ExpectedVersion.noStream(), sent))
        .isInstanceOf(UnknownOutcomeException.class);

    state.faults = new MemoryStateStore.Faults() {};
    open(SliceMode.TWO_PHASED).append("s", ExpectedVersion.any(), event());
    assertThat(open(SliceMode.TWO_PHASED).load("s"))
        .extracting(RecordedEvent::id)
        .contains(sent.get(0).id())
        .hasSize(2);
  }

  /** The event under the id stands for ever, so that the transaction can never land. */
  @Test
  void anIdThatTheSharedPartitionHoldsAlreadyIsRefusedForCertain() {
    BlockingEventStore store = open(SliceMode.OFF_AND_SHARED_ALL);
    List<EventData> first = event();
    store.append("s", ExpectedVersion.noStream(), first);
    store.append("s", ExpectedVersion.exact(1), event());

    assertThatThrownBy(() -> store.append("s", ExpectedVersion.exact(2), first))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("holds event '" + first.get(0).id() + "' already, as version 1");
  }
}
