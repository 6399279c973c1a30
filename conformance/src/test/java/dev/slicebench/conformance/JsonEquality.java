package dev.slicebench.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Equality of JSON values where every number is what an IEEE double holds of it. */
final class JsonEquality {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonEquality() {}

  /** Whether both texts are the same value, whatever the order of properties and the blanks. */
  static boolean same(String one, String other) {
    try {
      return MAPPER.readTree(one).equals(JsonEquality::compare, MAPPER.readTree(other));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int compare(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      // Minus zero is zero.
      return Double.compare(one.doubleValue() + 0.0, other.doubleValue() + 0.0);
    }
    return one.equals(other) ? 0 : 1;
  }
}
