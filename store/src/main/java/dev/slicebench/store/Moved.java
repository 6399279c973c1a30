package dev.slicebench.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.store.state.StateItem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A document that says that a stream was moved to another mode, or is being moved. It stands where
 * a writer of the old mode must pass: in place of the head, of the event behind the last ({@code
 * OFF}), of the slice behind the last ({@code CREATE_ONLY}). An array, so that Dapr.EventStore
 * fails at it under any options, instead of taking it for a head at version 0.
 *
 * @param from the mode it leaves
 * @param to the mode it goes to
 * @param version the version it has or had when it left
 * @param done whether the stream lives in {@code to} now
 * @param kept whether the documents of {@code from} are all there still
 */
record Moved(SliceMode from, SliceMode to, long version, boolean done, boolean kept) {

  private static final String FIELD = "MovedTo";
  private static final int LONGEST = 512;
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static Moved beginning(SliceMode from, SliceMode to, long version) {
    return new Moved(from, to, version, false, true);
  }

  Moved whenDone() {
    return new Moved(from, to, version, true, kept);
  }

  Moved whenDeleted() {
    return new Moved(from, to, version, done, false);
  }

  /** Whether the stream can still be read in its old mode, whose head this was. */
  boolean isReadableBehindHead() {
    return !done && from != SliceMode.CREATE_ONLY;
  }

  byte[] document() {
    return "[{\"MovedTo\":\"%s\",\"MovedFrom\":\"%s\",\"Version\":%d,\"Done\":%b,\"Kept\":%b}]"
        .formatted(to, from, version, done, kept)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What the document says, if it is one of these. */
  static Optional<Moved> of(StateItem item) {
    if (!item.exists() || item.value().length > LONGEST || item.value()[0] != '[') {
      return Optional.empty();
    }
    try {
      JsonNode json = MAPPER.readTree(item.value()).path(0);
      return json.has(FIELD)
          ? Optional.of(
              new Moved(
                  SliceMode.valueOf(json.path("MovedFrom").asText()),
                  SliceMode.valueOf(json.path(FIELD).asText()),
                  json.path("Version").asLong(),
                  json.path("Done").asBoolean(),
                  json.path("Kept").asBoolean()))
          : Optional.empty();
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
