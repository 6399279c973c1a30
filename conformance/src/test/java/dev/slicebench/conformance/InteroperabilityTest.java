package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.EventData;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream that the original wrote is one of ours, and the other way round. */
@EachStore
class InteroperabilityTest extends StoreTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("originalModes")
  void eitherContinuesWhatTheOtherBegan(SliceMode mode) {
    for (boolean referenceBegins : List.of(true, false)) {
      BlockingEventStore ours = open(mode).blocking();
      BlockingEventStore reference = reference(state(), mode).blocking();
      String stream = newStream();
      List<RecordedEvent> model = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        BlockingEventStore writer = (i % 2 == 0) == referenceBegins ? reference : ours;
        List<EventData> batch = events(1 + i % 4);
        ExpectedVersion expected =
            i % 3 == 2 ? ExpectedVersion.any() : ExpectedVersion.exact(model.size());
        assertThat(writer.append(stream, expected, batch).nextExpectedVersion())
            .isEqualTo(model.size() + batch.size());
        model.addAll(recorded(stream, model.size(), batch));

        for (BlockingEventStore reader :
            List.of(ours, reference, open(mode).blocking(), reference(state(), mode).blocking())) {
          assertThat(reader.load(stream)).isEqualTo(model);
          assertThat(reader.load(stream, LoadOptions.from(3)))
              .isEqualTo(model.stream().skip(2).toList());
          assertThat(reader.head(stream)).hasValue(model.size());
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("safeOriginalModes")
  void anAppendOfTheOriginalsIsRepeatedByOurs(SliceMode mode) {
    String stream = newStream();
    List<EventData> sent = events(3);
    reference(state(), mode).blocking().append(stream, ExpectedVersion.noStream(), sent);

    assertThat(open(mode).blocking().append(stream, ExpectedVersion.noStream(), sent).repeat())
        .isTrue();
  }
}
