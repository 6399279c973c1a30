package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.EventData;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.Json;
import dev.slicebench.store.LimitExceededException;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Limits of the library itself, which the rules leave to each event store. */
@EachStore
class LibraryLimitsTest extends StoreTest {

  @EachSafeMode
  void anIdTwiceInOneAppendIsRefused(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();
    EventData event = EventData.of("twice", Json.parse("1"));

    assertThatThrownBy(() -> store.append(stream, ExpectedVersion.any(), List.of(event, event)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(event.id().toString());
    assertThat(store.head(stream)).isEmpty();
  }

  @EachSafeMode
  void streamNamesMayBeAlmostAnything(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String run = newStream();
    String forbidden = profile().keys().forbidden();
    for (String name :
        List.of(
            run + "|with|bars",
            run
                + " with spaces and 'quotes' \"double\" % & +"
                + (forbidden.contains("/") ? "" : "\\/#?"),
            run
                + "-\u00fcn\u00efc\u00f6de-\u4e2d\u6587"
                + (profile().keys().supplementary() ? "-\ud83d\ude00" : ""),
            "|" + run,
            run
                + "-"
                + "n"
                    .repeat(
                        Math.min(1_024, profile().keys().maxLength() - 100) - run.length() - 1))) {
      List<EventData> sent = events(3);
      store.append(name, ExpectedVersion.noStream(), sent);
      assertThat(store.load(name)).isEqualTo(recorded(name, 0, sent));
      assertThat(open(mode).blocking().load(name, LoadOptions.from(2))).hasSize(2);
    }
  }

  @EachSafeMode
  void streamNamesThatDaprOrTheStoreWouldNotTakeAreRefused(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    List<String> names = new ArrayList<>(List.of("", "a||b", "||", "a|", "|"));
    if (!profile().keys().supplementary()) {
      names.add("a\ud83d\ude00");
    }
    profile().keys().forbidden().chars().forEach(one -> names.add("a" + (char) one + "b"));
    for (String name : names) {
      assertThatThrownBy(() -> store.append(name, ExpectedVersion.any(), events(1)))
          .isInstanceOf(InvalidRequestException.class);
      assertThatThrownBy(() -> store.load(name)).isInstanceOf(InvalidRequestException.class);
      assertThatThrownBy(() -> store.head(name)).isInstanceOf(InvalidRequestException.class);
    }
  }

  @EachSafeMode
  void aPayloadAtTheLimitIsKeptAndOneOverItIsRefusedBeforeAnyWrite(SliceMode mode) {
    BlockingEventStore store = open(mode).blocking();
    String stream = newStream();
    int jsonBytes = 9 * 1024 * 1024;
    LimitExceededException refused = limitExceeded(store, stream, jsonBytes);
    assertThat(refused).isNotNull();
    while (refused != null) {
      assertThat(refused.requested()).isGreaterThan(refused.allowed());
      assertThat(store.head(stream)).isEmpty();
      assertThat(store.load(stream)).isEmpty();
      jsonBytes -= (int) (refused.requested() - refused.allowed());
      refused = limitExceeded(store, stream, jsonBytes);
    }

    assertThat(store.load(stream)).isEqualTo(recorded(stream, 0, List.of(sized(jsonBytes))));
    assertThat(limitExceeded(store, newStream(), jsonBytes + 1024)).isNotNull();
  }

  private static @Nullable LimitExceededException limitExceeded(
      BlockingEventStore store, String stream, int jsonBytes) {
    try {
      store.append(stream, ExpectedVersion.noStream(), List.of(sized(jsonBytes)));
      return null;
    } catch (LimitExceededException e) {
      return e;
    }
  }

  private static EventData sized(int jsonBytes) {
    return new EventData(
        new UUID(1, 2).toString(), "sized", Json.parse("\"" + "x".repeat(jsonBytes - 2) + "\""));
  }
}
