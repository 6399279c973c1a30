package dev.slicebench.conformance.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What a history calls an event: its id and its payload, so that an event that is read with another
 * payload than it was sent with is another event.
 *
 * @param high the upper half of the id, a UUID; where it is another text, of that text's hash
 * @param low the lower half of the same
 * @param marker 0 where the payload is the id itself, as a JSON string; else a hash of the payload,
 *     which does not depend on how its JSON is spelt, nor on what a number has beyond a double
 */
public record EventId(long high, long low, int marker) {

  /** Returns the name of an event with this id and payload. */
  public static EventId of(String id, Json data) {
    UUID uuid = uuid(id);
    long high = uuid.getMostSignificantBits();
    long low = uuid.getLeastSignificantBits();
    if (data.equals(Json.ofString(id))) {
      return new EventId(high, low, 0);
    }
    int hash = hash(data.tree());
    return new EventId(high, low, hash == 0 ? 1 : hash);
  }

  private static int hash(JsonNode value) {
    if (value.isNumber()) {
      return Double.hashCode(value.doubleValue() + 0.0); // -0.0 is 0.0.
    }
    if (value.isObject()) {
      int hash = 2;
      NavigableSet<String> names = new TreeSet<>();
      value.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        hash = 31 * (31 * hash + name.hashCode()) + hash(value.path(name));
      }
      return hash;
    }
    if (value.isArray()) {
      int hash = 1;
      for (JsonNode element : value) {
        hash = 31 * hash + hash(element);
      }
      return hash;
    }
    return value.hashCode();
  }

  private static UUID uuid(String id) {
    try {
      UUID uuid = UUID.fromString(id);
      if (uuid.toString().equals(id)) {
        return uuid;
      }
    } catch (IllegalArgumentException e) {
      // Another text is told by its hash.
    }
    return UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the name from its text.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static EventId parse(String text) {
    int dash = text.indexOf('-');
    int hash = text.indexOf('#');
    int end = hash < 0 ? text.length() : hash;
    try {
      return new EventId(
          Long.parseUnsignedLong(text, 0, dash, 16),
          Long.parseUnsignedLong(text, dash + 1, end, 16),
          hash < 0 ? 0 : Integer.parseUnsignedInt(text, hash + 1, text.length(), 16));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no event: that is two hexadecimal numbers of 64 bits, such as 3-1f",
          e);
    }
  }

  /** Returns the event whose id is {@code steps} higher, with its own id as payload. */
  EventId plus(long steps) {
    return new EventId(high, low + steps, 0);
  }

  /** Both halves of the id in hexadecimal; behind {@code #} the marker, where there is one. */
  @Override
  public String toString() {
    String text = Long.toHexString(high) + '-' + Long.toHexString(low);
    return marker == 0 ? text : text + '#' + Integer.toHexString(marker);
  }
}
