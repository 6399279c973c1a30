package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.Json;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The streams that the original wrote when it was run ({@code golden/dotnet}): loaded to the
 * character, and continued as it would continue them.
 */
@EachStore
class DotnetStreamsTest extends StoreTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "plain, Off", "plain, Transactional", "plain, TwoPhased",
        "plain, 'TwoPhased, PascalCase options'",
    "plain, OffAndSharedAll", "hard, Off", "hard, Transactional", "hard, TwoPhased",
    "hard, OffAndSharedAll", "ours, Off", "ours, Transactional", "ours, TwoPhased",
    "ours, OffAndSharedAll", "continued, Off", "continued, Transactional", "continued, TwoPhased",
    "continued, OffAndSharedAll"
  })
  void isLoadedToTheCharacterAndContinuedInItsCase(String file, String entry) {
    Golden golden = Golden.of(file, entry, newStream());
    requireSupported(golden.mode);
    plant(golden);
    List<RecordedEvent> events = golden.events();

    assertSame(open(golden.mode).blocking().load(golden.stream), events);
    EventStore appender = open(golden.mode);
    assertThat(appender.blocking().head(golden.stream)).hasValue(events.size());
    List<EventData> more = events(2);
    assertThat(
            appender
                .blocking()
                .append(golden.stream, ExpectedVersion.exact(events.size()), more)
                .nextExpectedVersion())
        .isEqualTo(events.size() + 2);

    String head = raw(golden, golden.stream + "|head");
    assertThat(head)
        .isEqualTo(golden.head().replace(String.valueOf(events.size()), "" + (events.size() + 2)));
    if (golden.mode == SliceMode.TWO_PHASED) {
      String slice = raw(golden, golden.stream + "|" + (events.size() + 2));
      boolean camelCase = golden.head().contains("\"version\"");
      assertThat(slice)
          .contains(camelCase ? "\"eventId\":" : "\"EventId\":")
          .contains(camelCase ? "\"streamName\":" : "\"StreamName\":")
          .doesNotContain(camelCase ? "\"Version\":" : "\"version\":");
    }
    List<RecordedEvent> all = new ArrayList<>(events);
    all.addAll(recorded(golden.stream, events.size(), more));
    assertSame(open(golden.mode).blocking().load(golden.stream), all);
  }

  /** A writer of the original's that died, or is about to, between its first slice and the head. */
  @Test
  void aFirstSliceInCamelCaseIsCommittedInCamelCase() {
    String stream = newStream();
    String slice =
        "[{\"eventId\":\"one\",\"eventName\":null,\"streamName\":\"%s\",\"data\":1,\"version\":1}]"
            .formatted(stream);
    Map<String, String> metadata = metadata(SliceMode.TWO_PHASED).metadata(stream);
    state()
        .save(
            new Upsert(stream + "|1", slice.getBytes(StandardCharsets.UTF_8), Condition.absent()),
            metadata)
        .block();
    List<EventData> second = events(1);

    open(SliceMode.TWO_PHASED).blocking().append(stream, ExpectedVersion.any(), second);

    Golden written = new Golden(SliceMode.TWO_PHASED, stream, Map.of());
    assertThat(raw(written, stream + "|head")).isEqualTo("{\"version\":2}");
    assertThat(raw(written, stream + "|2")).contains("\"eventId\":").contains("\"version\":2");
    assertThat(open(SliceMode.TWO_PHASED).blocking().load(stream))
        .first()
        .isEqualTo(new RecordedEvent("one", null, stream, Json.of(1), 1));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"hard, Off", "hard, Transactional", "hard, TwoPhased", "hard, OffAndSharedAll"})
  void anAppendOfTheSameIdsIsARepeat(String file, String entry) {
    Golden golden = Golden.of(file, entry, newStream());
    if (!safeModes().contains(golden.mode)) {
      abort(golden.mode + " is not safe here, or not supported");
    }
    plant(golden);
    List<EventData> first =
        golden.events().stream()
            .limit(4)
            .map(event -> new EventData(event.id(), event.name(), event.data()))
            .toList();

    assertThat(
            open(golden.mode)
                .blocking()
                .append(golden.stream, ExpectedVersion.noStream(), first)
                .repeat())
        .isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"Off", "Transactional", "TwoPhased", "OffAndSharedAll"})
  void theBytesThatTheOriginalReadAreStillThoseThatAreWritten(String entry) {
    Golden golden = Golden.of("ours", entry, newStream());
    requireSupported(golden.mode);
    BlockingEventStore store = open(golden.mode).blocking();
    List<EventData> events =
        golden.events().stream()
            .map(event -> new EventData(event.id(), event.name(), event.data()))
            .toList();

    store.append(golden.stream, ExpectedVersion.noStream(), events.subList(0, 1));
    store.append(golden.stream, ExpectedVersion.exact(1), events.subList(1, 3));
    store.append(golden.stream, ExpectedVersion.exact(3), events.subList(3, 6));

    golden.documents.forEach(
        (key, value) -> {
          String written = raw(golden, key);
          if (profile().jsonValues()) {
            assertThat(JsonEquality.same(written, value)).as("%s: %s", key, written).isTrue();
          } else {
            assertThat(written).isEqualTo(value);
          }
        });
  }

  private void requireSupported(SliceMode mode) {
    if (!modes().contains(mode)) {
      abort("this store does not support " + mode);
    }
  }

  /** Writes the documents by the calls that the original writes them by. */
  private void plant(Golden golden) {
    Map<String, String> metadata = metadata(golden.mode).metadata(golden.stream);
    List<Upsert> documents =
        golden.documents.entrySet().stream()
            .map(
                document ->
                    new Upsert(
                        document.getKey(),
                        document.getValue().getBytes(StandardCharsets.UTF_8),
                        Condition.none()))
            .toList();
    if (golden.mode == SliceMode.TWO_PHASED) {
      documents.forEach(document -> state().save(document, metadata).block());
    } else {
      state().transact(documents, metadata).block();
    }
  }

  private String raw(Golden golden, String key) {
    return new String(
        Objects.requireNonNull(
                state().get(key, metadata(golden.mode).metadata(golden.stream)).block())
            .value(),
        StandardCharsets.UTF_8);
  }

  private void assertSame(List<RecordedEvent> loaded, List<RecordedEvent> original) {
    if (!profile().jsonValues()) {
      assertThat(loaded).isEqualTo(original);
      return;
    }
    assertThat(loaded).hasSameSizeAs(original);
    for (int i = 0; i < loaded.size(); i++) {
      RecordedEvent right = original.get(i);
      RecordedEvent event = loaded.get(i);
      assertThat(JsonEquality.sameToSixDecimals(event.data().text(), right.data().text()))
          .as("%s of %s", event, right)
          .isTrue();
      assertThat(
              new RecordedEvent(
                  event.id(), event.name(), event.stream(), right.data(), event.version()))
          .isEqualTo(right);
    }
  }

  /** An entry of a file, with the stream's name replaced by one that this run has for itself. */
  private record Golden(SliceMode mode, String stream, Map<String, String> documents) {

    private static final String TEXT = "\"(?:[^\"\\\\]|\\\\.)*\"";

    /** An event as text, so that nothing but the text says what the original wrote. */
    private static final Pattern EVENT =
        Pattern.compile(
            ("\\{\"[Ee]ventId\":(T),\"[Ee]ventName\":(null|T),\"[Ss]treamName\":T,"
                    + "\"[Dd]ata\":(.*?),\"[Vv]ersion\":(\\d+)\\}(?=,\\{\"[Ee]ventId\":|\\]?$)")
                .replace("T", TEXT));

    static Golden of(String file, String entry, String stream) {
      String resource = "/golden/dotnet/" + file + ".json";
      try (InputStream in =
          Objects.requireNonNull(DotnetStreamsTest.class.getResourceAsStream(resource))) {
        JsonNode golden = MAPPER.readTree(in).get(entry);
        String original = golden.get("stream").asText();
        Map<String, String> documents = new LinkedHashMap<>();
        golden
            .get("documents")
            .properties()
            .forEach(
                document ->
                    documents.put(
                        document.getKey().replace(original, stream),
                        document
                            .getValue()
                            .asText()
                            .replace("\"" + original + "\"", "\"" + stream + "\"")));
        return new Golden(mode(entry), stream, documents);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static SliceMode mode(String entry) {
      return Stream.of(SliceMode.values())
          .filter(
              mode -> mode.name().replace("_", "").equalsIgnoreCase(entry.replaceAll(",.*", "")))
          .findFirst()
          .orElseThrow();
    }

    String head() {
      return Objects.requireNonNull(documents.get(stream + "|head"));
    }

    List<RecordedEvent> events() {
      List<RecordedEvent> events = new ArrayList<>();
      documents.forEach(
          (key, value) -> {
            Matcher event = EVENT.matcher(value);
            while (event.find()) {
              events.add(
                  new RecordedEvent(
                      Objects.requireNonNull(text(event.group(1))),
                      text(event.group(2)),
                      stream,
                      Json.parse(event.group(3)),
                      Long.parseLong(event.group(4))));
            }
          });
      events.sort(Comparator.comparingLong(RecordedEvent::version));
      assertThat(events).last().matches(last -> last.version() == events.size());
      return events;
    }

    private static @Nullable String text(String json) {
      try {
        return MAPPER.readValue(json, String.class);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
