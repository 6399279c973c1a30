package dev.slicebench.store.internal.documents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.slicebench.store.EventData;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * What stores that keep JSON, and not its text, give back as another value or not at all. daprd
 * reads the value into Go's own types: objects without duplicates, numbers as doubles, text as
 * whole characters; its components write it again, some with fewer digits.
 */
public final class JsonStores {

  /** Cosmos DB nests 128 levels; daprd's document, a slice and an event take the outermost. */
  private static final int MAX_NESTING = 128 - 3;

  private static final int ROUNDED_UP_TO = 0x4ffffff;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
          .build();

  private JsonStores() {}

  /** Returns whether a request's metadata says that its values are JSON. */
  public static boolean isJson(Map<String, String> metadata) {
    return "application/json".equals(metadata.get("contentType"));
  }

  /** Refuses events one of which would not come back as the same JSON value. */
  public static void requireKept(
      List<EventData> events, StoreProfile profile, Map<String, String> metadata) {
    // A content type of the caller's may lead into PostgreSQL's jsonb, which has no U+0000.
    boolean keepsNul = profile.jsonValues() || !isJson(metadata);
    PlainJson plain = new PlainJson();
    for (EventData event : events) {
      if (!keepsNul && (isNul(event.id()) || (event.name() != null && isNul(event.name())))) {
        throw refused(event, "its id or name holds U+0000", profile);
      }
      if (!plain.isOne(event.data())) {
        requireDataKept(event, profile, keepsNul);
      }
    }
  }

  /** Asks a parser, which names the place too. */
  static void requireDataKept(EventData event, StoreProfile profile, boolean keepsNul) {
    byte[] text = event.data().utf8();
    boolean isPlain = isPlain(text);
    try (JsonParser in = FACTORY.createParser(text)) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (!isPlain && (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING)) {
          if (!Require.isUnicode(in.getText())) {
            throw refused(event, "its data holds half of a surrogate pair" + at(in), profile);
          }
          if (!keepsNul && isNul(in.getText())) {
            throw refused(event, "its data holds U+0000" + at(in), profile);
          }
        } else if (token.isNumeric()) {
          double number = Double.parseDouble(in.getText());
          if (Double.isInfinite(number)) {
            throw refused(event, "its data holds a number beyond a double" + at(in), profile);
          }
          if (!isKept(number)) {
            throw refused(
                event, "its data holds a number of more than six decimals" + at(in), profile);
          }
        }
      }
    } catch (StreamConstraintsException e) {
      throw refused(event, "its data is nested in more than " + MAX_NESTING + " levels", profile);
    } catch (JsonParseException e) {
      throw refused(
          event, "its data holds a name twice in one object: " + e.getOriginalMessage(), profile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns whether a number comes back as the double that it is: json-iterator's fastest encoder,
   * by which Dapr's components for Cosmos DB and Redis hand values back, rounds smaller ones to six
   * decimals.
   */
  private static boolean isKept(double number) {
    double absolute = Math.abs(number);
    return absolute > ROUNDED_UP_TO || (long) (absolute * 1e6 + 0.5) / 1e6 == absolute;
  }

  /** Returns whether its strings are ASCII that stands for itself: there is nothing to decode. */
  private static boolean isPlain(byte[] text) {
    for (byte character : text) {
      if (character < 0 || character == '\\') {
        return false;
      }
    }
    return true;
  }

  private static boolean isNul(String text) {
    return text.indexOf('\0') >= 0;
  }

  /** Returns the place as a JSON pointer. */
  private static String at(JsonParser in) {
    String pointer = in.getParsingContext().pathAsPointer().toString();
    return pointer.isEmpty() ? "" : " at " + pointer;
  }

  private static InvalidRequestException refused(
      EventData event, String reason, StoreProfile profile) {
    return new InvalidRequestException(
        "event '"
            + event.id()
            + "': "
            + reason
            + ", which "
            + profile.componentType()
            + " would not give back, since it keeps values as JSON here; "
            + (profile.jsonValues()
                ? SliceMode.TRANSACTIONAL + " keeps data to the character, or send it as a string"
                : "send it as a string, or leave contentType out of the metadata"));
  }
}
