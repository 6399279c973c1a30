package dev.slicebench.store;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.slicebench.store.state.StateItem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The documents as bytes, as Dapr.EventStore writes them: PascalCase names in the order EventId,
 * EventName, StreamName, Data, Version. Reads camelCase too, which its {@code TWO_PHASED} writes by
 * default, in any order, and passes over names it does not know.
 */
final class Documents {

  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

  private Documents() {}

  static byte[] head(long version) {
    return ("{\"Version\":" + version + "}").getBytes(StandardCharsets.UTF_8);
  }

  static byte[] event(String stream, EventData event, long version) {
    return write(event.data().sizeBytes(), out -> event(out, stream, event, version));
  }

  /** A slice: the events as an array, numbered from {@code firstVersion}. */
  static byte[] slice(String stream, List<EventData> events, long firstVersion) {
    int dataBytes = events.stream().mapToInt(event -> event.data().sizeBytes()).sum();
    return write(
        dataBytes,
        out -> {
          out.writeStartArray();
          long version = firstVersion;
          for (EventData event : events) {
            event(out, stream, event, version++);
          }
          out.writeEndArray();
        });
  }

  /** The version in a head or hint; 0 where it does not exist. */
  static long readHead(String stream, StateItem item) {
    if (!item.exists()) {
      return 0;
    }
    try (JsonParser in = JSON.createParser(item.value())) {
      require(in.nextToken() == JsonToken.START_OBJECT);
      long version = 0;
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        boolean isVersion = in.currentName().equalsIgnoreCase("Version");
        in.nextToken();
        if (isVersion) {
          version = in.getLongValue();
        }
        in.skipChildren();
      }
      require(version > 0);
      return version;
    } catch (IOException e) {
      throw corrupt(stream, item.key(), e);
    }
  }

  static RecordedEvent readEvent(String stream, StateItem item) {
    try (JsonParser in = JSON.createParser(item.value())) {
      require(in.nextToken() == JsonToken.START_OBJECT);
      return event(in, stream, item.value());
    } catch (IOException e) {
      throw corrupt(stream, item.key(), e);
    }
  }

  static Slice readSlice(String stream, StateItem item) {
    List<RecordedEvent> events = new ArrayList<>();
    try (JsonParser in = JSON.createParser(item.value())) {
      require(in.nextToken() == JsonToken.START_ARRAY);
      while (in.nextToken() == JsonToken.START_OBJECT) {
        RecordedEvent event = event(in, stream, item.value());
        require(events.isEmpty() || event.version() == events.get(events.size() - 1).version() + 1);
        events.add(event);
      }
      require(in.currentToken() == JsonToken.END_ARRAY && !events.isEmpty());
    } catch (IOException e) {
      throw corrupt(stream, item.key(), e);
    }
    return new Slice(events);
  }

  private interface Body {
    void writeTo(JsonGenerator out) throws IOException;
  }

  private static byte[] write(int dataBytes, Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(dataBytes + 256);
    try (JsonGenerator out = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      body.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void event(JsonGenerator out, String stream, EventData event, long version)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("EventId", event.id());
    out.writeStringField("EventName", event.name());
    out.writeStringField("StreamName", stream);
    out.writeFieldName("Data");
    out.writeRawValue(event.data().text());
    out.writeNumberField("Version", version);
    out.writeEndObject();
  }

  private static RecordedEvent event(JsonParser in, String stream, byte[] document)
      throws IOException {
    @Nullable String id = null;
    @Nullable String name = null;
    byte[] data = NULL;
    long version = 0;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      in.nextToken();
      switch (field) {
        case "EventId", "eventId" -> id = in.getText();
        case "EventName", "eventName" -> name = in.getValueAsString();
        case "Version", "version" -> version = in.getLongValue();
        case "Data", "data" -> {
          int start = (int) in.currentTokenLocation().getByteOffset();
          in.skipChildren();
          in.finishToken();
          data = Arrays.copyOfRange(document, start, (int) in.currentLocation().getByteOffset());
        }
        default -> in.skipChildren();
      }
    }
    if (id == null || version < 1) {
      throw new IOException("an event without an id or a version");
    }
    return new RecordedEvent(id, name, stream, Json.trusted(data), version);
  }

  private static void require(boolean condition) throws IOException {
    if (!condition) {
      throw new IOException("not the expected JSON");
    }
  }

  private static CorruptStreamException corrupt(String stream, String key, IOException cause) {
    return new CorruptStreamException(
        "stream '"
            + stream
            + "': the document '"
            + key
            + "' cannot be read ("
            + cause.getMessage()
            + "); it was written by something else, or damaged",
        cause);
  }
}
