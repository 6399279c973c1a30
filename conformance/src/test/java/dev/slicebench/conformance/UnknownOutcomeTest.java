package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.conformance.faults.CallFate;
import dev.slicebench.conformance.faults.CallFaults;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.StoreUnavailableException;
import dev.slicebench.store.UnknownOutcomeException;
import dev.slicebench.store.state.DaprStateStore;
import io.dapr.client.DaprClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Calls that fail before or after their effect, with nobody else at the stream: an append is told
 * as stored, or as unknown, and never as a conflict; appended again, it is there exactly once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnknownOutcomeTest {

  /** More than any mode makes in one append. */
  private static final int WRITES = 3;

  private final CallFaults faults = new CallFaults(what -> {});
  private EmbeddedSidecar sidecar;
  private DaprClient client;

  @BeforeAll
  void start() {
    sidecar = EmbeddedSidecar.start(BuiltIn.EMBEDDED_STRICT);
    client = SidecarUnderTest.clientOf(sidecar);
  }

  @AfterAll
  void stop() throws Exception {
    client.close();
    sidecar.close();
  }

  @AfterEach
  void heal() {
    faults.heal();
  }

  @ParameterizedTest
  @EnumSource
  void oneFailedWriteIsGotOver(SliceMode mode) {
    forEachCase(
        (fate, number, expected, seenBefore) -> {
          EventStore store = open(mode);
          String stream = streamOfTwo(seenBefore ? store : open(mode));
          List<EventData> sent = StoreTest.events(3);

          faults.onWrite(number, fate);
          AppendResult result = store.blocking().append(stream, expected, sent);
          faults.heal();

          assertThat(result.nextExpectedVersion()).isEqualTo(5);
          assertHolds(mode, stream, sent);
        });
  }

  @ParameterizedTest
  @EnumSource
  void afterALastingFailureTheAppendIsKnownOrUnknownAndCanBeRepeated(SliceMode mode) {
    forEachCase(
        (fate, number, expected, seenBefore) -> {
          EventStore store = open(mode);
          String stream = streamOfTwo(seenBefore ? store : open(mode));
          List<EventData> sent = StoreTest.events(3);

          faults.deathAtWrite(number, fate);
          boolean isKnown = isKnown(store, stream, expected, sent);
          faults.heal();

          assertThat(isKnown && number == 1).as("known, though no write was answered").isFalse();
          if (!isKnown && !(expected instanceof ExpectedVersion.Any)) {
            assertThat(isKnown(store, stream, expected, sent)).isTrue();
          }
          if (isKnown || !(expected instanceof ExpectedVersion.Any)) {
            assertHolds(mode, stream, sent);
          }
          assertAppendable(mode, stream);
        });
  }

  @ParameterizedTest
  @EnumSource
  void aStoreThatIsAwayIsToldAsUnavailable(SliceMode mode) {
    EventStore store = open(mode);
    String stream = streamOfTwo(store);
    faults.onEveryCall(CallFate.REQUEST_LOST);

    assertThatThrownBy(() -> store.blocking().load(stream))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> store.blocking().head(stream))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(
            () ->
                open(mode).blocking().append(stream, ExpectedVersion.exact(2), StoreTest.events(1)))
        .as("nothing was written, and that is known")
        .isInstanceOf(StoreUnavailableException.class);
  }

  /** Appends; whether success was told. */
  private static boolean isKnown(
      EventStore store, String stream, ExpectedVersion expected, List<EventData> events) {
    try {
      store.blocking().append(stream, expected, events);
      return true;
    } catch (UnknownOutcomeException e) {
      return false;
    }
  }

  private interface Case {
    void run(CallFate fate, int number, ExpectedVersion expected, boolean seenBefore);
  }

  private static void forEachCase(Case body) {
    for (CallFate fate : List.of(CallFate.REQUEST_LOST, CallFate.ANSWER_LOST)) {
      for (int number = 1; number <= WRITES; number++) {
        for (ExpectedVersion expected : List.of(ExpectedVersion.exact(2), ExpectedVersion.any())) {
          for (boolean seenBefore : new boolean[] {true, false}) {
            try {
              body.run(fate, number, expected, seenBefore);
            } catch (AssertionError e) {
              throw new AssertionError(
                  "write %d: %s, expecting %s, stream seen before: %b: %s"
                      .formatted(number, fate, expected, seenBefore, e.getMessage()),
                  e);
            }
          }
        }
      }
    }
  }

  private static String streamOfTwo(EventStore writer) {
    String stream = StoreTest.newStream();
    writer.blocking().append(stream, ExpectedVersion.noStream(), StoreTest.events(2));
    return stream;
  }

  private void assertHolds(SliceMode mode, String stream, List<EventData> sent) {
    List<RecordedEvent> stored = open(mode).blocking().load(stream);
    assertThat(stored).hasSize(2 + sent.size());
    assertThat(stored.subList(2, stored.size())).isEqualTo(StoreTest.recorded(stream, 2, sent));
  }

  private void assertAppendable(SliceMode mode, String stream) {
    EventStore store = open(mode);
    List<RecordedEvent> before = store.blocking().load(stream);
    List<EventData> more = StoreTest.events(2);
    store.blocking().append(stream, ExpectedVersion.exact(before.size()), more);
    List<RecordedEvent> model = new ArrayList<>(before);
    model.addAll(StoreTest.recorded(stream, before.size(), more));
    assertThat(open(mode).blocking().load(stream)).isEqualTo(model);
  }

  private EventStore open(SliceMode mode) {
    SidecarInfo.Component component = sidecar.info().component();
    StoreProfile profile =
        StoreProfile.of(component.type(), component.version(), component.capabilities());
    return DaprEventStore.builder(
            faults.apply(new DaprStateStore(client, component.name())), profile, mode)
        .allowUnsafe()
        .build();
  }
}
