package dev.slicebench.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.store.internal.KnownComponents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a verification found on one state store: a profile file, which {@code slicebench verify}
 * writes and {@link DaprEventStore.Builder#profile(Path)} reads.
 *
 * <p>The file is JSON, an object with
 *
 * <ul>
 *   <li>{@code schema}: 1. A reader refuses any other;
 *   <li>{@code componentType} and {@code componentVersion}, as daprd's metadata names the
 *       component, such as {@code state.mysql} and {@code v1};
 *   <li>{@code modes}: an object with a property for each {@link SliceMode} that was verified,
 *       which is an object with {@code verdict} (a {@link Verdict}), {@code reason} (a sentence),
 *       {@code date} (an instant in ISO 8601) and {@code source} (a text: what found it).
 * </ul>
 *
 * <p>A reader passes over properties and modes that it does not know.
 *
 * @param componentType such as {@code state.mysql}
 * @param componentVersion such as {@code v1}
 * @param modes what was found, by mode; a mode that was not verified is missing
 */
public record StoreVerdicts(
    String componentType, String componentVersion, Map<SliceMode, Found> modes) {

  private static final int SCHEMA = 1;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
          .build();

  /** Copies {@code modes}. */
  public StoreVerdicts {
    modes = Map.copyOf(modes);
  }

  /** What a verification says of a mode. */
  public enum Verdict {
    /** The mode kept every promise that was put to the test. */
    SAFE,
    /** The mode broke a promise. */
    UNSAFE,
    /** The store lacks something that the mode cannot do without. */
    UNSUPPORTED,
    /** The verification could not tell. */
    INCONCLUSIVE
  }

  /**
   * A verdict on one mode.
   *
   * @param reason in a sentence
   * @param date when it was found
   * @param source what found it, such as a tool, its version and the sidecar's
   */
  public record Found(Verdict verdict, String reason, Instant date, String source) {

    ModeStanding standing() {
      String because = "%s (%s, %s)".formatted(reason, source, date);
      return switch (verdict) {
        case SAFE -> new ModeStanding.Safe(because);
        case UNSAFE -> new ModeStanding.Unsafe(because);
        case UNSUPPORTED -> new ModeStanding.Unsupported(because);
        case INCONCLUSIVE -> new ModeStanding.Unproven(because);
      };
    }
  }

  /**
   * Reads a profile file.
   *
   * @throws InvalidRequestException if it is not one, or of another schema
   * @throws UncheckedIOException if the file cannot be read
   */
  public static StoreVerdicts read(Path file) {
    try (InputStream json = Files.newInputStream(file)) {
      return read(json);
    } catch (InvalidRequestException e) {
      throw new InvalidRequestException("'" + file + "': " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a profile to its end; does not close the stream.
   *
   * @throws InvalidRequestException if it is not one, or of another schema
   * @throws UncheckedIOException if the stream cannot be read
   */
  public static StoreVerdicts read(InputStream json) {
    JsonNode file;
    try {
      file = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw notOne(Json.reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (file.path("schema").asInt() != SCHEMA) {
      throw notOne(
          "its schema is %s, and this library reads %d: verify the store anew"
              .formatted(file.path("schema"), SCHEMA));
    }
    Map<SliceMode, Found> modes = new EnumMap<>(SliceMode.class);
    for (SliceMode mode : SliceMode.values()) {
      JsonNode found = file.path("modes").path(mode.name());
      if (!found.isMissingNode()) {
        modes.put(mode, found(found));
      }
    }
    return new StoreVerdicts(text(file, "componentType"), text(file, "componentVersion"), modes);
  }

  /**
   * Writes a profile file, in place of what was there.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  public void write(Path file) {
    try (OutputStream json = Files.newOutputStream(file)) {
      write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the profile; does not close the stream.
   *
   * @throws UncheckedIOException if the stream cannot be written
   */
  public void write(OutputStream json) {
    ObjectNode file =
        MAPPER
            .createObjectNode()
            .put("schema", SCHEMA)
            .put("componentType", componentType)
            .put("componentVersion", componentVersion);
    ObjectNode all = file.putObject("modes");
    new EnumMap<>(modes)
        .forEach(
            (mode, found) ->
                all.putObject(mode.name())
                    .put("verdict", found.verdict.name())
                    .put("reason", found.reason)
                    .put("date", found.date.toString())
                    .put("source", found.source));
    try {
      MAPPER.writeValue(json, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Refuses to speak of another component, or of another major version. */
  void requireOf(String type, String version) {
    if (!KnownComponents.nameOf(componentType).equals(KnownComponents.nameOf(type))
        || !major(componentVersion).equals(major(version))) {
      throw new InvalidRequestException(
          "the profile is of %s %s, the store is %s %s: give the profile that 'slicebench verify' wrote on this store, or none"
              .formatted(componentType, componentVersion, type, version));
    }
  }

  private static String major(String version) {
    return version.isEmpty() ? "1" : version.replaceFirst("^v?(\\d+).*", "$1");
  }

  private static Found found(JsonNode found) {
    String verdict = text(found, "verdict");
    Optional<Verdict> known =
        Arrays.stream(Verdict.values()).filter(word -> word.name().equals(verdict)).findFirst();
    try {
      return new Found(
          known.orElseThrow(() -> notOne("'" + verdict + "' is no verdict")),
          text(found, "reason"),
          Instant.parse(text(found, "date")),
          text(found, "source"));
    } catch (DateTimeException e) {
      throw notOne("its date is none: " + e.getMessage());
    }
  }

  private static String text(JsonNode object, String property) {
    JsonNode text = object.path(property);
    if (!text.isTextual()) {
      throw notOne("it has no text '" + property + "'");
    }
    return text.asText();
  }

  private static InvalidRequestException notOne(String reason) {
    return new InvalidRequestException(
        "this is no profile of a state store ("
            + reason
            + "): give a file that 'slicebench verify' wrote");
  }
}
