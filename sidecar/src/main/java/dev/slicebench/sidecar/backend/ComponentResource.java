package dev.slicebench.sidecar.backend;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.slicebench.sidecar.process.SidecarException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The state component that a file describes.
 *
 * @param name the component's own name
 * @param expiry why documents written through it expire, in words; empty where it lets none
 * @param isInMemory whether it keeps what is written in the memory of daprd alone
 * @param fingerprint six hexadecimal digits that tell apart what files of one name describe: of the
 *     metadata, whatever their order, without secrets, and without ports, which others may choose
 *     anew each time
 */
public record ComponentResource(
    String name,
    String type,
    String version,
    String yaml,
    Optional<String> expiry,
    boolean isInMemory,
    String fingerprint) {

  private static final Pattern SECRET_NAME =
      Pattern.compile("password|secret|token|credential|key$", Pattern.CASE_INSENSITIVE);

  /** In a connection string or a URL. */
  private static final Pattern SECRET_OR_PORT =
      Pattern.compile(
          "(password|pwd|key)\\s*=\\s*('[^']*'|[^\\s;&]*)|(?<=://)[^/@]*@|port\\s*=\\s*\\d+|:\\d{2,5}\\b",
          Pattern.CASE_INSENSITIVE);

  private static final int FINGERPRINT_DIGITS = 6;

  private static final Pattern SQLITE_IN_MEMORY =
      Pattern.compile(":memory:|mode=memory|vfs=memdb", Pattern.CASE_INSENSITIVE);

  /**
   * Reads the file.
   *
   * @throws SidecarException if it cannot be read, is not YAML, or is not one state component
   */
  public static ComponentResource read(Path file) {
    String yaml;
    try {
      yaml = Files.readString(file);
    } catch (IOException e) {
      throw new SidecarException(
          "Component file " + file + " cannot be read: give the path of a readable YAML file", e);
    }
    return parse(file, yaml);
  }

  /**
   * Reads a component of this text.
   *
   * @param file its name, for messages
   * @throws SidecarException if it is not YAML, or is not one state component
   */
  public static ComponentResource parse(Path file, String yaml) {
    JsonNode component = onlyDocument(file, yaml);
    String kind = component.path("kind").asText();
    if (!kind.equals("Component")) {
      throw new SidecarException(
          "Component file " + file + " is not a Dapr component: its 'kind' must be 'Component'",
          null);
    }
    String type = component.path("spec").path("type").asText();
    if (!type.startsWith("state.")) {
      throw new SidecarException(
          "Component file "
              + file
              + " is no state store: its 'spec.type' is '"
              + type
              + "' and must begin with 'state.'",
          null);
    }
    String name = component.path("metadata").path("name").asText();
    if (name.isBlank()) {
      throw new SidecarException(
          "Component file " + file + " names no component: add 'metadata.name'", null);
    }
    JsonNode metadata = component.path("spec").path("metadata");
    return new ComponentResource(
        name,
        type,
        component.path("spec").path("version").asText("v1"),
        yaml,
        expiry(type, metadata),
        isInMemory(type, metadata),
        fingerprint(metadata));
  }

  private static String fingerprint(JsonNode metadata) {
    SortedSet<String> lines = new TreeSet<>();
    for (JsonNode entry : metadata) {
      String name = entry.path("name").asText();
      String value =
          SECRET_NAME.matcher(name).find()
              ? ""
              : SECRET_OR_PORT.matcher(entry.path("value").asText()).replaceAll("");
      lines.add(name + "=" + value);
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, FINGERPRINT_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JVM has it.
    }
  }

  private static boolean isInMemory(String type, JsonNode metadata) {
    if (!type.equals("state.sqlite")) {
      return type.equals("state.in-memory");
    }
    for (JsonNode entry : metadata) {
      if (entry.path("name").asText().equalsIgnoreCase("connectionString")
          && SQLITE_IN_MEMORY.matcher(entry.path("value").asText()).find()) {
        return true;
      }
    }
    return false;
  }

  /** Of Dapr's components, Redis' alone has a time to live for all documents. */
  private static Optional<String> expiry(String type, JsonNode metadata) {
    if (!type.equals("state.redis")) {
      return Optional.empty();
    }
    for (JsonNode entry : metadata) {
      String name = entry.path("name").asText();
      String value = entry.path("value").asText();
      boolean isOff = value.strip().startsWith("-") || value.strip().equals("0");
      if (name.equalsIgnoreCase("ttlInSeconds") && !isOff) {
        return Optional.of(
            "its component file sets ttlInSeconds%s, after which every document is gone"
                .formatted(value.isEmpty() ? "" : " to " + value));
      }
    }
    return Optional.empty();
  }

  private static JsonNode onlyDocument(Path file, String yaml) {
    List<JsonNode> documents = new ArrayList<>();
    YAMLMapper mapper = new YAMLMapper();
    try (MappingIterator<JsonNode> all = mapper.readerFor(JsonNode.class).readValues(yaml)) {
      while (all.hasNextValue()) {
        JsonNode document = all.nextValue();
        if (document != null && !document.isNull() && !document.isMissingNode()) {
          documents.add(document);
        }
      }
    } catch (IOException e) {
      String where =
          e instanceof JacksonException json && json.getLocation() != null
              ? " at line " + json.getLocation().getLineNr()
              : "";
      throw new SidecarException(
          "Component file " + file + " is not valid YAML" + where + ": correct it", e);
    }
    if (documents.size() != 1) {
      throw new SidecarException(
          "Component file "
              + file
              + " has "
              + documents.size()
              + " documents: give a file with just one state component",
          null);
    }
    return documents.get(0);
  }
}
