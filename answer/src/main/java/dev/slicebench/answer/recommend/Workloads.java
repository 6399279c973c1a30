package dev.slicebench.answer.recommend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.slicebench.evidence.text.Suggestions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where workloads come from: a file of the user's, or a preset. */
public final class Workloads {

  /** The names of the presets. */
  public static final List<String> PRESETS =
      List.of("order", "bank-account", "shopping-cart", "iot-device", "audit-log");

  /** The preset that answers where no workload is named. */
  public static final String DEFAULT = "order";

  /** JSON is YAML too. */
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private static final Pattern MISSING =
      Pattern.compile("Missing required creator property '(.*?)'");

  private Workloads() {}

  /**
   * Reads a workload.
   *
   * @param nameOrFile a preset's name, or a YAML or JSON file
   * @throws IOException with what is wrong, in a line
   */
  public static Workload read(String nameOrFile) throws IOException {
    if (PRESETS.contains(nameOrFile)) {
      try (InputStream preset =
          Workloads.class.getResourceAsStream("presets/" + nameOrFile + ".yaml")) {
        return MAPPER.readValue(Objects.requireNonNull(preset), Workload.class);
      }
    }
    Path file = file(nameOrFile);
    WorkloadText text = WorkloadText.read(file);
    try {
      return Objects.requireNonNull(MAPPER.readValue(text.checked(MAPPER), Workload.class));
    } catch (JsonProcessingException e) {
      OptionalInt line = text.line(e);
      throw new IOException(
          "%s is no workload: %s (%sdocs/choose-a-mode.md has the form)"
              .formatted(
                  file, problem(e), line.isPresent() ? "line " + line.getAsInt() + "; " : ""),
          e);
    }
  }

  private static Path file(String name) throws IOException {
    try {
      Path file = Path.of(name);
      if (!name.isEmpty() && Files.isDirectory(file)) {
        throw new IOException("'%s' is a folder: name a workload's file".formatted(name));
      }
      if (!name.isEmpty() && Files.exists(file)) {
        return file;
      }
    } catch (InvalidPathException e) {
      // No file has such a name.
    }
    throw new IOException(
        "'%s' is neither a file nor a preset: the presets are %s%s"
            .formatted(name, String.join(", ", PRESETS), Suggestions.question(name, PRESETS)));
  }

  private static String problem(JsonProcessingException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof IllegalArgumentException) {
      return String.valueOf(cause.getMessage());
    }
    String line = failure.getOriginalMessage().lines().findFirst().orElse("");
    Matcher missing = MISSING.matcher(line);
    if (missing.lookingAt()) {
      return missing.group(1) + " is missing";
    }
    return failure instanceof JsonMappingException mapping ? WorkloadText.wrongKind(mapping) : line;
  }
}
