package dev.slicebench.store.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.slicebench.store.CorruptStreamException;
import dev.slicebench.store.EventData;
import dev.slicebench.store.Json;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.state.StateItem;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fast ways to write and read events agree with Jackson's. */
class EventReaderTest {

  private static final String STREAM = "a stream";

  private static final List<String> TEXTS =
      List.of("", "plain", "a\"b\\c", "tab\tnull\0del\u007f", "é€😀", "eight888", "x".repeat(40));

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-0.5e+10",
          "\"text of some length, \\u00e9\\n and é€😀\"",
          "{\"a\":[1,{\"b\":[]},\"]}\"],\"c\" : {}}",
          "[\n 1 ,\t2 ]",
          "\"" + "long".repeat(300) + "\"");

  @Test
  void writesWhatJacksonWrites() throws IOException {
    for (String text : TEXTS) {
      for (String data : VALUES) {
        EventData event = new EventData(text, text, Json.parse(data));

        assertThat(Documents.slice(text, List.of(event, event), 9))
            .asString(StandardCharsets.UTF_8)
            .isEqualTo("[" + jackson(text, event, 9) + "," + jackson(text, event, 10) + "]");
      }
    }
    EventData nameless = new EventData("id", null, Json.parse("1"));
    assertThat(Documents.event(STREAM, nameless, Versions.LAST))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(jackson(STREAM, nameless, Versions.LAST));
  }

  private static String jackson(String stream, EventData event, long version) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("EventId", event.id());
      out.writeStringField("EventName", event.name());
      out.writeStringField("StreamName", stream);
      out.writeFieldName("Data");
      out.writeRawValue(event.data().text());
      out.writeNumberField("Version", version);
      out.writeEndObject();
    }
    return text.toString();
  }

  @Test
  void readsByItselfWhatIsUsual() {
    for (String data : VALUES) {
      EventData event = new EventData("an-id", "a name", Json.parse(data));

      assertThat(EventReader.event(STREAM, Documents.event(STREAM, event, 7)))
          .isEqualTo(new RecordedEvent("an-id", "a name", STREAM, event.data(), 7));
      assertThat(EventReader.slice(STREAM, Documents.slice(STREAM, List.of(event, event), 7)))
          .hasSize(2);
    }
  }

  /** As Cosmos DB gives a slice of the original's back. */
  @Test
  void readsAnyOrderAndEitherNaming() {
    byte[] document =
        """
        [ {"data" : {"a" : 1}, "eventId":"1", "eventName": null, "streamName":"s", "version": 3 } ]
        """
            .getBytes(StandardCharsets.UTF_8);

    assertThat(EventReader.slice(STREAM, document))
        .containsExactly(new RecordedEvent("1", null, STREAM, Json.parse("{\"a\" : 1}"), 3));
  }

  /** A hundred thousand documents that are damaged somewhere. */
  @Test
  void readsNothingElseThanTheGeneralParser() {
    long seed = 20261127;
    Random random = new Random(seed);
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] document = damaged(random);
      StateItem item = new StateItem("key", document, "1");
      List<RecordedEvent> fast = EventReader.slice(STREAM, document);
      if (fast != null) {
        read++;
        assertThat(fast)
            .as("seed %d: %s", seed, new String(document, StandardCharsets.UTF_8))
            .isEqualTo(Documents.parseSlice(STREAM, item).events());
      }
    }
    assertThat(read).as("documents that the damage left readable").isBetween(2_000, 98_000);
  }

  private static byte[] damaged(Random random) {
    EventData event =
        new EventData(TEXTS.get(random.nextInt(2)), "n", Json.parse(VALUES.get(random.nextInt(6))));
    byte[] document = Documents.slice("s", List.of(event, event), 9);
    byte[] bits = "{}[]\":,\\u0-9.eE +ntf\n\u0001\u00e9\uffff".getBytes(StandardCharsets.UTF_8);
    for (int damage = random.nextInt(3); damage >= 0; damage--) {
      document[random.nextInt(document.length)] = bits[random.nextInt(bits.length)];
    }
    return document;
  }

  @Test
  void leavesDamageToTheGeneralParserToTell() {
    StateItem item =
        new StateItem(
            "key", "[{\"EventId\":\"1\",\"Data\":{,}}]".getBytes(StandardCharsets.UTF_8), "1");

    assertThatThrownBy(() -> Documents.readSlice(STREAM, item))
        .isInstanceOf(CorruptStreamException.class);
  }
}
