package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.Json;
import dev.slicebench.store.ModeStanding;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documents of the original's modes, held against those that it left in Cosmos DB. */
@EachStore
class GoldenDocumentsTest extends StoreTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @ParameterizedTest(name = "{0}")
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CREATE_ONLY")
  void ourDocumentsAreTheOriginals(SliceMode mode) {
    assertWritesGolden(ours(mode), mode);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CREATE_ONLY")
  void theReferencesDocumentsAreTheOriginals(SliceMode mode) {
    assertWritesGolden(reference(state(), mode), mode);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"OFF", "TRANSACTIONAL", "TWO_PHASED"})
  void aStreamOfTheOriginalsIsLoadedAndContinued(SliceMode mode) {
    Golden golden = Golden.of(mode, newStream());
    EventData first = event(1);
    plant(mode, golden.stream + "|head", golden.head.toString());
    plant(mode, golden.key(), golden.plantable());
    plant(mode, golden.stream + "|1", document(mode, golden.stream, first, 1, true));

    assertContinued(mode, golden.stream, List.of(first, golden.event));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"OFF", "TWO_PHASED"})
  void aStreamInCamelCaseIsLoadedAndContinued(SliceMode mode) {
    String stream = newStream();
    List<EventData> events = List.of(event(1), event(2));
    plant(mode, stream + "|head", "{\"version\":2}");
    plant(mode, stream + "|1", document(mode, stream, events.get(0), 1, false));
    plant(mode, stream + "|2", document(mode, stream, events.get(1), 2, false));

    assertContinued(mode, stream, events);
  }

  private void assertWritesGolden(EventStore store, SliceMode mode) {
    Golden golden = Golden.of(mode, newStream());
    BlockingEventStore writer = store.blocking();

    writer.append(golden.stream, ExpectedVersion.noStream(), List.of(event(1)));
    writer.append(golden.stream, ExpectedVersion.exact(1), List.of(golden.event));

    assertThat(raw(golden.stream, mode, golden.stream + "|head")).isEqualTo("{\"Version\":2}");
    String written = raw(golden.stream, mode, golden.key());
    // A store that keeps JSON may give an object's properties in another order.
    assertThat(profile().jsonValues() ? tree(written) : written)
        .isEqualTo(profile().jsonValues() ? tree(golden.exact()) : golden.exact());
  }

  private void assertContinued(SliceMode mode, String stream, List<EventData> events) {
    BlockingEventStore store = ours(mode).blocking();
    List<RecordedEvent> before = recorded(stream, 0, events);
    assertThat(store.load(stream)).isEqualTo(before);

    List<EventData> more = events(2);
    assertThat(store.append(stream, ExpectedVersion.exact(2), more).nextExpectedVersion())
        .isEqualTo(4);
    assertThat(store.load(stream))
        .startsWith(before.toArray(RecordedEvent[]::new))
        .endsWith(recorded(stream, 2, more).toArray(RecordedEvent[]::new))
        .hasSize(4);
  }

  /**
   * Appends need no query, so that also the mode that loads by one can be held to its documents.
   */
  private EventStore ours(SliceMode mode) {
    StoreProfile profile = profile().toBuilder().query(new ModeStanding.Safe("not asked")).build();
    return DaprEventStore.builder(state(), profile, mode).allowUnsafe().build();
  }

  /** Writes as the original does: a transaction's arrays are other documents on Cosmos DB. */
  private void plant(SliceMode mode, String key, String json) {
    Upsert upsert = new Upsert(key, json.getBytes(StandardCharsets.UTF_8), Condition.none());
    Map<String, String> metadata =
        metadata(SliceMode.OFF).metadata(key.substring(0, key.indexOf('|')));
    (mode == SliceMode.TRANSACTIONAL
            ? state().transact(List.of(upsert), metadata)
            : state().save(upsert, metadata))
        .block();
  }

  private static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String raw(String stream, SliceMode mode, String key) {
    return new String(
        Objects.requireNonNull(state().get(key, metadata(mode).metadata(stream)).block()).value(),
        StandardCharsets.UTF_8);
  }

  private static EventData event(int number) {
    return EventData.of("test", Json.ofString("hello " + number));
  }

  private static String document(
      SliceMode mode, String stream, EventData event, long version, boolean pascal) {
    String json =
        "{\"EventId\":\"%s\",\"EventName\":\"%s\",\"StreamName\":\"%s\",\"Data\":%s,\"Version\":%d}"
            .formatted(event.id(), event.name(), stream, event.data().text(), version);
    if (!pascal) {
      for (String name : List.of("EventId", "EventName", "StreamName", "Data", "Version")) {
        json =
            json.replace(name, name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
      }
    }
    return mode == SliceMode.OFF || mode == SliceMode.OFF_AND_SHARED_ALL ? json : "[" + json + "]";
  }

  /** A golden file, with the stream's name replaced by one that this run has for itself. */
  private record Golden(
      SliceMode mode, String stream, EventData event, JsonNode head, JsonNode last) {

    static Golden of(SliceMode mode, String stream) {
      String file = "/golden/" + mode.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".json";
      try (InputStream in =
          Objects.requireNonNull(GoldenDocumentsTest.class.getResourceAsStream(file))) {
        JsonNode golden = MAPPER.readTree(in);
        JsonNode value = golden.at("/last/value");
        if (value.isTextual()) {
          value = MAPPER.readTree(Base64.getDecoder().decode(value.asText()));
        }
        ObjectNode event = (ObjectNode) (value.isArray() ? value.get(0) : value);
        String original = event.get("StreamName").asText();
        assertThat(golden.at("/head/id").asText()).isEqualTo("es-test||" + original + "|head");
        String key = mode == SliceMode.OFF_AND_SHARED_ALL ? event.get("EventId").asText() : "2";
        assertThat(golden.at("/last/id").asText()).isEqualTo("es-test||" + original + "|" + key);
        EventData data =
            new EventData(
                event.get("EventId").asText(),
                event.get("EventName").asText(),
                Json.parse(event.get("Data").toString()));
        if (mode == SliceMode.TRANSACTIONAL) {
          assertThat(document(mode, original, data, 2, true))
              .as("the order of the properties in the base64")
              .isEqualTo(value.toString());
        }
        event.put("StreamName", stream);
        return new Golden(mode, stream, data, golden.at("/head/value"), value);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String key() {
      return stream + "|" + (mode == SliceMode.OFF_AND_SHARED_ALL ? event.id() : "2");
    }

    /** The document's bytes in the order that the original writes. */
    String exact() {
      return document(mode, stream, event, 2, true);
    }

    /** The document as Cosmos DB gives it back. */
    String plantable() {
      return last.toString();
    }
  }
}
