package dev.slicebench.conformance.reference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.store.Json;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.state.StateItem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The original's documents: written in PascalCase, read in that or in camelCase. */
public final class ReferenceDocuments {

  private static final JsonFactory FACTORY = new ObjectMapper().getFactory();

  private ReferenceDocuments() {}

  public static byte[] head(long version) {
    return ("{\"Version\":" + version + "}").getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] event(RecordedEvent event) {
    return write(generator -> writeEvent(generator, event));
  }

  public static byte[] slice(List<RecordedEvent> events) {
    return write(
        generator -> {
          generator.writeStartArray();
          for (RecordedEvent event : events) {
            writeEvent(generator, event);
          }
          generator.writeEndArray();
        });
  }

  public static String streamQuery(String stream) {
    byte[] query =
        write(
            generator -> {
              generator.writeStartObject();
              generator.writeObjectFieldStart("filter");
              generator.writeObjectFieldStart("EQ");
              generator.writeStringField("StreamName", stream);
              generator.writeEndObject();
              generator.writeEndObject();
              generator.writeEndObject();
            });
    return new String(query, StandardCharsets.UTF_8);
  }

  public static long readHead(StateItem item) {
    try (JsonParser parser = FACTORY.createParser(item.value())) {
      expect(parser.nextToken(), JsonToken.START_OBJECT, item);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equalsIgnoreCase("Version")) {
          return parser.getLongValue();
        }
        parser.skipChildren();
      }
      throw new IllegalStateException("document " + item.key() + " has no Version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static RecordedEvent readEvent(StateItem item) {
    try (JsonParser parser = FACTORY.createParser(item.value())) {
      expect(parser.nextToken(), JsonToken.START_OBJECT, item);
      return readEvent(parser, item);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<RecordedEvent> readSlice(StateItem item) {
    List<RecordedEvent> events = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(item.value())) {
      expect(parser.nextToken(), JsonToken.START_ARRAY, item);
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        events.add(readEvent(parser, item));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return events;
  }

  private static RecordedEvent readEvent(JsonParser parser, StateItem item) throws IOException {
    String id = null;
    String eventName = null;
    String stream = null;
    Json data = null;
    long version = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "EventId", "eventId" -> id = parser.getText();
        case "EventName", "eventName" -> eventName = parser.getValueAsString();
        case "StreamName", "streamName" -> stream = parser.getText();
        case "Data", "data" -> data = rawValue(parser, item.value());
        case "Version", "version" -> version = parser.getLongValue();
        default -> parser.skipChildren();
      }
    }
    return new RecordedEvent(
        required(id, "EventId", item),
        eventName,
        required(stream, "StreamName", item),
        required(data, "Data", item),
        version);
  }

  /** Returns the text itself, since a parsed number would lose digits. */
  private static Json rawValue(JsonParser parser, byte[] document) throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    int end = (int) parser.currentLocation().getByteOffset();
    return Json.parse(Arrays.copyOfRange(document, start, end));
  }

  private static <T> T required(@Nullable T value, String field, StateItem item) {
    return Objects.requireNonNull(value, () -> "document " + item.key() + " has no " + field);
  }

  private static void expect(@Nullable JsonToken actual, JsonToken expected, StateItem item) {
    if (actual != expected) {
      throw new IllegalStateException(
          "document " + item.key() + " is missing or not as expected: begins with " + actual);
    }
  }

  private static void writeEvent(JsonGenerator generator, RecordedEvent event) throws IOException {
    generator.writeStartObject();
    generator.writeStringField("EventId", event.id());
    generator.writeStringField("EventName", event.name());
    generator.writeStringField("StreamName", event.stream());
    generator.writeFieldName("Data");
    generator.writeRawValue(event.data().text());
    generator.writeNumberField("Version", event.version());
    generator.writeEndObject();
  }

  private static byte[] write(Body body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      body.writeTo(generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private interface Body {
    void writeTo(JsonGenerator generator) throws IOException;
  }
}
