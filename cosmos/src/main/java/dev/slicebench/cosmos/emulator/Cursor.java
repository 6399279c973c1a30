package dev.slicebench.cosmos.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.emulator.engine.CosmosException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Where an answer goes on: behind the row that was the last of a page, wherever that is by then. A
 * continuation token is one of these, and no client need understand it.
 *
 * @param query tells queries apart
 * @param keys of the row, by which the answer is ordered
 * @param sequence of the row's document
 * @param number of the row among those of its document
 * @param offset how many rows are still to be left out
 * @param limit how many rows there may still be
 * @param answer of those that are kept open; 0 for none
 */
record Cursor(
    int query, List<JsonNode> keys, long sequence, int number, int offset, int limit, long answer) {

  /** A header may not have much more. */
  private static final int LONGEST = 8_000;

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /** In front of all rows. */
  static Cursor start(int query, int offset, int limit) {
    return new Cursor(query, List.of(), 0, -1, offset, limit, 0);
  }

  /**
   * Reads a token.
   *
   * @param query that it must belong to
   */
  static Cursor of(String token, int query) {
    try {
      JsonNode read =
          Json.REQUEST.read(
              new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
      List<JsonNode> keys = new ArrayList<>();
      read.path("k")
          .forEach(key -> keys.add(key.isEmpty() ? MissingNode.getInstance() : key.get(0)));
      Cursor cursor =
          new Cursor(
              read.path("q").asInt(),
              keys,
              read.path("s").asLong(-1),
              read.path("n").asInt(-1),
              read.path("o").asInt(-1),
              read.path("l").asInt(-1),
              read.path("a").asLong(-1));
      if (cursor.query == query && cursor.isSound()) {
        return cursor;
      }
    } catch (IllegalArgumentException | CosmosException e) {
      // No token at all.
    }
    throw CosmosException.badRequest("Invalid Continuation Token: it belongs to another query");
  }

  private boolean isSound() {
    return sequence >= 0 && offset >= 0 && limit >= 0 && answer >= 0;
  }

  Cursor behind(List<JsonNode> lastKeys, long lastSequence, int lastNumber, int left) {
    return new Cursor(query, lastKeys, lastSequence, lastNumber, 0, left, 0);
  }

  /** Behind so many rows of an answer that is kept open. */
  Cursor inAnswer(long open, int rows) {
    return new Cursor(query, List.of(), 0, -1, rows, 0, open);
  }

  boolean isStart() {
    return number < 0 && answer == 0;
  }

  /** Returns whether the token can be sent. */
  boolean isShort() {
    return token().length() <= LONGEST;
  }

  String token() {
    ObjectNode token = JsonNodeFactory.instance.objectNode();
    ArrayNode written = token.put("q", query).putArray("k");
    for (JsonNode key : keys) {
      ArrayNode one = written.addArray();
      if (!key.isMissingNode()) {
        one.add(key);
      }
    }
    token.put("s", sequence).put("n", number).put("o", offset).put("l", limit).put("a", answer);
    return ENCODER.encodeToString(Json.bytes(token));
  }
}
