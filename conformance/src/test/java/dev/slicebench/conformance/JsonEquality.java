package dev.slicebench.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.DoubleUnaryOperator;

/** Equality of JSON values where every number is what an IEEE double holds of it. */
final class JsonEquality {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonEquality() {}

  /** Whether both texts are the same value, whatever the order of properties and the blanks. */
  static boolean same(String one, String other) {
    return same(one, other, number -> number);
  }

  /** As {@link #same}, where small numbers are rounded as Dapr's component for Cosmos DB does. */
  static boolean sameToSixDecimals(String one, String other) {
    return same(
        one,
        other,
        number -> Math.abs(number) > 0x4ffffff ? number : Math.rint(number * 1e6) / 1e6);
  }

  private static boolean same(String one, String other, DoubleUnaryOperator kept) {
    try {
      return MAPPER.readTree(one).equals((x, y) -> compare(x, y, kept), MAPPER.readTree(other));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int compare(JsonNode one, JsonNode other, DoubleUnaryOperator kept) {
    if (one.isNumber() && other.isNumber()) {
      // Minus zero is zero.
      return Double.compare(
          kept.applyAsDouble(one.doubleValue()) + 0.0,
          kept.applyAsDouble(other.doubleValue()) + 0.0);
    }
    return one.equals(other) ? 0 : 1;
  }
}
