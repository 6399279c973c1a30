package dev.slicebench.store.internal.documents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.store.ModeMismatchException;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.StateItem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
 * @param startsBehind the version up to which {@code to} has documents from an earlier life
 */
public record Moved(
    SliceMode from, SliceMode to, long version, boolean done, boolean kept, long startsBehind) {

  private static final String FIELD = "MovedTo";
  private static final int LONGEST = 512;
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  public static Moved beginning(SliceMode from, SliceMode to, long version) {
    return new Moved(from, to, version, false, true, 0);
  }

  public Moved whenDone() {
    return new Moved(from, to, version, true, kept, startsBehind);
  }

  public Moved whenDeleted() {
    return new Moved(from, to, version, done, false, startsBehind);
  }

  public Moved startingBehind(long base) {
    return new Moved(from, to, version, done, kept, base);
  }

  /** Returns what an operation is told that meets this document. */
  public ModeMismatchException mismatch(String stream) {
    return ModeMismatchException.moved(stream, from, to, version, done, kept);
  }

  /** Returns whether the stream can still be read in its old mode, whose head this was. */
  public boolean isReadableBehindHead() {
    return !done && from != SliceMode.CREATE_ONLY;
  }

  public byte[] document() {
    return "[{\"MovedTo\":\"%s\",\"MovedFrom\":\"%s\",\"Version\":%d,\"Done\":%b,\"Kept\":%b,\"StartsBehind\":%d}]"
        .formatted(to, from, version, done, kept, startsBehind)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the document in the place of an event that was emptied. */
  public byte[] inPlaceOf(String eventId) {
    String text = new String(document(), StandardCharsets.UTF_8);
    return text.replace("}]", ",\"EventHash\":\"" + hash(eventId) + "\"}]")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Returns whether an emptied event was that one. */
  public static boolean isInPlaceOf(String eventId, StateItem item) {
    return new String(item.value(), StandardCharsets.UTF_8).contains(hash(eventId));
  }

  private static String hash(String eventId) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(eventId.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns what the document says, if it is one of these. */
  public static Optional<Moved> of(StateItem item) {
    if (!item.exists() || item.value().length > LONGEST || !Documents.isArray(item)) {
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
                  json.path("Kept").asBoolean(),
                  json.path("StartsBehind").asLong()))
          : Optional.empty();
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
