package dev.slicebench.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slicebench.store.internal.documents.Require;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value as text, kept to the character: numbers keep their digits, objects their order.
 * (Cosmos DB stores documents as JSON values and gives them back in its own spelling.) Blanks
 * around the value are not part of it. Two are equal where their text is.
 *
 * <p>What cannot be read back out of an event's document is refused here: arrays and objects nested
 * in more than {@value #MAX_NESTING} levels, a number of more than 1,000 characters, a property's
 * name of more than 50,000, a string of more than 20 million.
 */
public final class Json {

  /** Jackson reads 1,000 levels; a slice and an event take the two outermost. */
  public static final int MAX_NESTING = 998;

  private static final int MAX_NUMBER_LENGTH = StreamReadConstraints.DEFAULT_MAX_NUM_LEN;

  private static final Pattern SOURCE =
      Pattern.compile("\\[Source: .*?; (line: \\d+, column: \\d+)]");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
          .build();

  private final byte[] bytes;
  private final int offset;
  private final int length;

  private Json(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
  }

  /**
   * Reads a value from its JSON text.
   *
   * @throws InvalidRequestException if {@code text} is not exactly one JSON value, or one that
   *     cannot be read back
   */
  public static Json parse(String text) {
    Require.nonNull(text, "the data");
    if (!Require.isUnicode(text)) {
      throw new InvalidRequestException(
          "the data holds half of a surrogate pair, which UTF-8 cannot carry: write it as an"
              + " escape, or leave it out");
    }
    String value = strip(text);
    if (value.startsWith("\uFEFF")) {
      throw new InvalidRequestException(
          "the data begins with a byte order mark (U+FEFF), which is no JSON: leave it out");
    }
    if (value.indexOf('\0') >= 0) {
      throw new InvalidRequestException(
          "the data holds U+0000 as it is: JSON writes it as \\u0000; UTF-16 and UTF-32 must be"
              + " encoded as UTF-8");
    }
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    requireOneValue(utf8);
    return trusted(utf8);
  }

  /**
   * Reads a value from its JSON text in UTF-8.
   *
   * @throws InvalidRequestException if {@code utf8} is not exactly one JSON value in UTF-8, without
   *     a byte order mark, or one that cannot be read back
   */
  public static Json parse(byte[] utf8) {
    Require.nonNull(utf8, "the data");
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw new InvalidRequestException(
          "the data is not UTF-8 (" + e.getMessage() + "): encode it as UTF-8");
    }
  }

  /** Returns a JSON string. */
  public static Json ofString(String value) {
    Require.nonNull(value, "the data");
    return of(value);
  }

  /** Returns binary data: a JSON string in base64, as .NET's serializer writes bytes. */
  public static Json ofBinary(byte[] value) {
    Require.nonNull(value, "the data");
    return of(value);
  }

  /**
   * Makes a value of a Java object, as Jackson writes it by default, but for what {@code java.time}
   * has, which is text in ISO 8601; of null, JSON's null.
   *
   * @throws InvalidRequestException if Jackson cannot, or as {@link #parse(String)} does
   */
  public static Json of(@Nullable Object value) {
    return of(value, MAPPER);
  }

  /**
   * Makes a value of a Java object, as {@code mapper} writes it, with its modules and settings.
   *
   * @throws InvalidRequestException if it cannot, or as {@link #parse(String)} does
   */
  public static Json of(@Nullable Object value, ObjectMapper mapper) {
    Require.nonNull(mapper, "the mapper");
    byte[] written;
    try {
      written = mapper.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new InvalidRequestException(
          "the data cannot be written as JSON: " + e.getOriginalMessage());
    }
    return parse(written);
  }

  /**
   * Takes text that the caller knows to be one JSON value in UTF-8: it is neither checked nor
   * copied, so the array must not change.
   */
  public static Json trusted(byte[] utf8) {
    return trusted(utf8, 0, utf8.length);
  }

  /** As {@link #trusted(byte[])}, of a part of the array, all of which is kept. */
  public static Json trusted(byte[] utf8, int offset, int length) {
    return new Json(utf8, offset, length);
  }

  /** Returns the JSON text. */
  public String text() {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }

  /** Returns the JSON text in UTF-8. */
  public byte[] utf8() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  /** Copies the JSON text in UTF-8, {@link #sizeBytes()} bytes, into {@code target}. */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, offset, target, at, length);
  }

  /** Returns how many bytes the JSON text takes in UTF-8. */
  public int sizeBytes() {
    return length;
  }

  /** Returns the value as a tree. */
  public JsonNode tree() {
    return as(JsonNode.class);
  }

  /**
   * Returns the value as a Java object, as Jackson reads what {@link #of(Object)} writes; {@code
   * byte[]} from a string in base64. Properties that {@code type} does not know are passed over,
   * since events evolve.
   *
   * @throws UncheckedIOException if the value does not fit {@code type}
   */
  public <T> T as(Class<T> type) {
    return as(type, MAPPER);
  }

  /**
   * Returns the value as a Java object, as {@code mapper} reads it.
   *
   * @throws UncheckedIOException if the value does not fit {@code type}
   */
  public <T> T as(Class<T> type, ObjectMapper mapper) {
    try {
      return mapper.readValue(bytes, offset, length, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** JSON's blanks, which are fewer than Unicode's. */
  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t' || character == '\n' || character == '\r';
  }

  /** Reads the text with the parser that will read it out of its document. */
  private static void requireOneValue(byte[] utf8) {
    try (JsonParser parser = FACTORY.createParser(utf8)) {
      int open = 0;
      do {
        JsonToken token = parser.nextToken();
        if (token == null) {
          throw new InvalidRequestException("the data is empty: give one JSON value, such as null");
        }
        if (token.isStructStart()) {
          open++;
        } else if (token.isStructEnd()) {
          open--;
        } else if (token.isNumeric() && parser.getTextLength() > MAX_NUMBER_LENGTH) {
          throw unreadable("a number has " + parser.getTextLength() + " characters");
        }
      } while (open > 0);
      if (parser.nextToken() != null) {
        throw new InvalidRequestException("the data holds more than one JSON value");
      }
    } catch (StreamConstraintsException e) {
      throw unreadable(e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw new InvalidRequestException("the data is not JSON: " + reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns why text is not JSON, without where the parser had the text from. */
  static String reason(JsonProcessingException failure) {
    return SOURCE.matcher(failure.getOriginalMessage()).replaceAll("$1");
  }

  private static InvalidRequestException unreadable(String reason) {
    return new InvalidRequestException(
        "the data could not be read back (" + reason + "): make it smaller");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Json json
        && Arrays.equals(
            bytes, offset, offset + length, json.bytes, json.offset, json.offset + json.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return text();
  }
}
