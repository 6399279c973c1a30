package dev.slicebench.store.internal.documents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.slicebench.store.CorruptStreamException;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.Json;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.state.StateItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The documents as bytes, as Dapr.EventStore writes them: the names EventId, EventName, StreamName,
 * Data, Version in this order, in a {@link Naming}. Reads either, in any order, and passes over
 * names it does not know.
 */
public final class Documents {

  /** Reads numbers, strings and names of any length, as Dapr.EventStore writes them. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Json.MAX_NESTING + 2)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

  private Documents() {}

  public static byte[] head(long version) {
    return head(version, Naming.PASCAL_CASE);
  }

  public static byte[] head(long version, Naming naming) {
    return ("{\"" + naming.of("Version") + "\":" + version + "}").getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] event(String stream, EventData event, long version) {
    return new EventWriter(stream, Naming.PASCAL_CASE).event(event, version);
  }

  /** Returns a slice: the events as an array, numbered from {@code firstVersion}. */
  public static byte[] slice(String stream, List<EventData> events, long firstVersion) {
    return slice(stream, events, firstVersion, Naming.PASCAL_CASE);
  }

  public static byte[] slice(
      String stream, List<EventData> events, long firstVersion, Naming naming) {
    return new EventWriter(stream, naming).slice(events, firstVersion);
  }

  /** Returns a head or hint; version 0 where it does not exist. */
  public static Head readHead(String stream, StateItem item) {
    if (!item.exists()) {
      return new Head(item, 0, Naming.PASCAL_CASE);
    }
    try (JsonParser in = JSON.createParser(item.value())) {
      require(in.nextToken() == JsonToken.START_OBJECT);
      long version = 0;
      Naming naming = Naming.PASCAL_CASE;
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String field = in.currentName();
        in.nextToken();
        if (field.equalsIgnoreCase("Version")) {
          version = in.getLongValue();
          naming = Naming.in(field);
        }
        in.skipChildren();
      }
      require(Versions.canBe(version));
      return new Head(item, version, naming);
    } catch (IOException e) {
      throw unreadable(stream, item, e);
    }
  }

  /** Returns whether it is a slice, as far as its first character tells. */
  public static boolean isArray(StateItem item) {
    int at = 0;
    while (at < item.value().length && item.value()[at] <= ' ') {
      at++;
    }
    return at < item.value().length && item.value()[at] == '[';
  }

  /**
   * Returns whether a slice spells its events as {@code TRANSACTIONAL} always does. One by {@code
   * TWO_PHASED} may be camelCase, or in Cosmos DB's own order.
   */
  public static boolean beginsWithEventId(StateItem item) {
    try (JsonParser in = JSON.createParser(item.value())) {
      in.nextToken();
      in.nextToken();
      in.nextToken();
      return "EventId".equals(in.currentName());
    } catch (IOException e) {
      return true;
    }
  }

  public static RecordedEvent readEvent(String stream, StateItem item) {
    RecordedEvent event = EventReader.event(stream, item.value());
    return event == null ? parseEvent(stream, item) : event;
  }

  /** As {@link #readEvent}, by the general parser. */
  static RecordedEvent parseEvent(String stream, StateItem item) {
    try (JsonParser in = JSON.createParser(item.value())) {
      require(in.nextToken() == JsonToken.START_OBJECT);
      return event(in, stream, item.value());
    } catch (IOException e) {
      throw unreadable(stream, item, e);
    }
  }

  public static Slice readSlice(String stream, StateItem item) {
    List<RecordedEvent> events = EventReader.slice(stream, item.value());
    return events == null ? parseSlice(stream, item) : new Slice(events);
  }

  /** As {@link #readSlice}, by the general parser. */
  static Slice parseSlice(String stream, StateItem item) {
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
      throw unreadable(stream, item, e);
    }
    return new Slice(events);
  }

  /** Returns the naming of a slice that was read before. */
  public static Naming namingOfSlice(StateItem slice) {
    try (JsonParser in = JSON.createParser(slice.value())) {
      while (in.nextToken() != JsonToken.FIELD_NAME) {
        // To the first name of the first event.
      }
      return Naming.in(in.currentName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
        case "EventId", "eventId" -> {
          require(in.currentToken() == JsonToken.VALUE_STRING);
          id = in.getText();
        }
        case "EventName", "eventName" -> {
          boolean isNull = in.currentToken() == JsonToken.VALUE_NULL;
          require(isNull || in.currentToken() == JsonToken.VALUE_STRING);
          name = isNull ? null : in.getText();
        }
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
    if (id == null || !Versions.canBe(version)) {
      throw new IOException("an event without an id or a version");
    }
    return new RecordedEvent(id, name, stream, Json.trusted(data), version);
  }

  private static void require(boolean condition) throws IOException {
    if (!condition) {
      throw new IOException("not the expected JSON");
    }
  }

  /**
   * Returns what it is instead: a document that says that the stream was moved, or a damaged one.
   */
  private static EventStoreException unreadable(String stream, StateItem item, IOException cause) {
    Optional<Moved> moved = Moved.of(item);
    if (moved.isPresent()) {
      return moved.get().mismatch(stream);
    }
    return new CorruptStreamException(
        "stream '"
            + stream
            + "': the document '"
            + item.key()
            + "' cannot be read ("
            + cause.getMessage()
            + "); it was written by something else, or damaged",
        cause);
  }
}
