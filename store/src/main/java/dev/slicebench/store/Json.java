package dev.slicebench.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One JSON value as text, kept to the character: numbers keep their digits, objects their order.
 * (Cosmos DB stores documents as JSON values and gives them back in its own spelling.) Two are
 * equal where their text is.
 */
public final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonFactory FACTORY = MAPPER.getFactory();

  private final byte[] utf8;

  private Json(byte[] utf8) {
    this.utf8 = utf8;
  }

  /**
   * A value from its JSON text.
   *
   * @throws InvalidRequestException if {@code text} is not exactly one JSON value
   */
  public static Json parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A value from its JSON text in UTF-8.
   *
   * @throws InvalidRequestException if {@code utf8} is not exactly one JSON value
   */
  public static Json parse(byte[] utf8) {
    try (JsonParser parser = FACTORY.createParser(utf8)) {
      if (parser.nextToken() == null) {
        throw new InvalidRequestException("the data is empty: give one JSON value, such as null");
      }
      parser.skipChildren();
      parser.finishToken();
      if (parser.nextToken() != null) {
        throw new InvalidRequestException("the data holds more than one JSON value");
      }
    } catch (IOException e) {
      throw new InvalidRequestException("the data is not JSON: " + e.getMessage());
    }
    return new Json(utf8.clone());
  }

  /** A JSON string. */
  public static Json ofString(String value) {
    return of(value);
  }

  /** Binary data: a JSON string in base64, as .NET's serializer writes bytes. */
  public static Json ofBinary(byte[] value) {
    return of(value);
  }

  /**
   * A value from a Java object, as Jackson writes it.
   *
   * @throws InvalidRequestException if Jackson cannot
   */
  public static Json of(Object value) {
    try {
      return new Json(MAPPER.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new InvalidRequestException("the data cannot be written as JSON: " + e.getMessage());
    }
  }

  /** Text that is known to be one JSON value; not copied. */
  static Json trusted(byte[] utf8) {
    return new Json(utf8);
  }

  /** The bytes themselves, for writers that do not change them. */
  byte[] raw() {
    return utf8;
  }

  /** The JSON text. */
  public String text() {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** The JSON text in UTF-8. */
  public byte[] utf8() {
    return utf8.clone();
  }

  /** How many bytes the JSON text takes in UTF-8. */
  public int sizeBytes() {
    return utf8.length;
  }

  /** The value as a tree. */
  public JsonNode tree() {
    return as(JsonNode.class);
  }

  /**
   * The value as a Java object, as Jackson reads it; {@code byte[]} from a string in base64.
   *
   * @throws UncheckedIOException if the value does not fit {@code type}
   */
  public <T> T as(Class<T> type) {
    try {
      return MAPPER.readValue(utf8, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Json json && Arrays.equals(utf8, json.utf8);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }

  @Override
  public String toString() {
    return text();
  }
}
