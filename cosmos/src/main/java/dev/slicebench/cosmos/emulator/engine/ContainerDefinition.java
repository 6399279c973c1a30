package dev.slicebench.cosmos.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a container is said to be. What the emulator would ignore is refused: nobody shall take for
 * granted what only the service does.
 *
 * @param json as the client gave it, with what the service adds
 * @param keyPaths of the partition key, each cut into names
 */
public record ContainerDefinition(ObjectNode json, List<List<String>> keyPaths) {

  private static final Set<String> KNOWN =
      Set.of("id", "partitionKey", "defaultTtl", "indexingPolicy");

  /** What some clients send though they ask for nothing by it. */
  private static final Map<String, JsonNode> NOTHING_ASKED =
      Map.of(
          "conflictResolutionPolicy/mode", text("LastWriterWins"),
          "conflictResolutionPolicy/conflictResolutionPath", text("/_ts"),
          "conflictResolutionPolicy/conflictResolutionProcedure", text(""),
          "geospatialConfig/type", text("Geography"),
          "changeFeedPolicy/retentionDuration", text("PT0S"),
          "analyticalStorageTtl", JsonNodeFactory.instance.numberNode(0));

  private static JsonNode text(String value) {
    return JsonNodeFactory.instance.textNode(value);
  }

  /**
   * Reads a definition.
   *
   * @throws CosmosException if it is none, or asks for what the emulator does not do
   */
  static ContainerDefinition of(ObjectNode wanted) {
    wanted
        .properties()
        .forEach(
            property -> {
              String name = property.getKey();
              if (!KNOWN.contains(name) && !name.startsWith("_")) {
                refuse(name, property.getValue());
              }
            });
    ObjectNode json = wanted.deepCopy();
    List<List<String>> paths = keyPaths(json);
    JsonNode ttl = json.path("defaultTtl");
    if (ttl.isNull()) {
      json.remove("defaultTtl");
    } else if (!ttl.isMissingNode()
        && (!ttl.isIntegralNumber()
            || !ttl.canConvertToInt()
            || ttl.intValue() == 0
            || ttl.intValue() < -1)) {
      throw CosmosException.badRequest(
          "'defaultTtl' must be a positive number of seconds, or -1, not " + ttl);
    }
    if (!json.path("indexingPolicy").isObject()) {
      json.putObject("indexingPolicy");
    }
    checkIndexing((ObjectNode) json.get("indexingPolicy"), json.has("defaultTtl"));
    json.putObject("conflictResolutionPolicy")
        .put("mode", "LastWriterWins")
        .put("conflictResolutionPath", "/_ts")
        .put("conflictResolutionProcedure", "");
    return new ContainerDefinition(json, paths);
  }

  private static void refuse(String name, JsonNode value) {
    boolean nothing =
        value.isObject()
            ? value.properties().stream()
                .allMatch(one -> isNothing(name + "/" + one.getKey(), one.getValue()))
            : isNothing(name, value);
    if (!nothing) {
      throw CosmosException.notImplemented("'" + name + "' of a container: " + value);
    }
  }

  private static boolean isNothing(String path, JsonNode value) {
    return value.isNull()
        || (value.isContainerNode() && value.isEmpty())
        || value.equals(NOTHING_ASKED.get(path));
  }

  private static List<List<String>> keyPaths(ObjectNode json) {
    List<List<String>> paths = new ArrayList<>();
    for (JsonNode path : json.path("partitionKey").path("paths")) {
      if (!path.isTextual() || !path.textValue().matches("(/[^/]+)+")) {
        throw CosmosException.badRequest("'" + path.asText() + "' is no partition key path");
      }
      paths.add(
          Stream.of(path.textValue().substring(1).split("/", -1))
              .map(name -> name.replaceAll("^\"(.*)\"$", "$1"))
              .toList());
    }
    if (paths.isEmpty() || paths.size() > 3) {
      throw CosmosException.badRequest("a container needs a partition key of one to three paths");
    }
    ObjectNode key = (ObjectNode) json.get("partitionKey");
    String kind = key.path("kind").asText(paths.size() == 1 ? "Hash" : "MultiHash");
    if (!kind.equals("Hash") && !kind.equals("MultiHash")) {
      throw CosmosException.notImplemented("partition keys of the kind '" + kind + "'");
    }
    if (kind.equals("Hash") && paths.size() > 1) {
      throw CosmosException.badRequest("a partition key of the kind 'Hash' has one path");
    }
    key.put("kind", kind);
    return List.copyOf(paths);
  }

  private static void checkIndexing(ObjectNode policy, boolean expires) {
    String mode = policy.path("indexingMode").asText("consistent").toLowerCase(Locale.ROOT);
    switch (mode) {
      case "consistent" -> {}
      case "none" -> {
        if (expires) {
          throw CosmosException.badRequest("without an index ('none') no document can expire");
        }
      }
      case "lazy" -> throw CosmosException.notImplemented("the indexing mode 'lazy'");
      default -> throw CosmosException.badRequest("'" + mode + "' is no indexing mode");
    }
    for (String special : List.of("spatialIndexes", "vectorIndexes", "fullTextIndexes")) {
      if (!policy.path(special).isEmpty()) {
        throw CosmosException.notImplemented("'" + special + "' of an indexing policy");
      }
    }
    policy.put("indexingMode", mode);
    policy.put("automatic", policy.path("automatic").asBoolean(!mode.equals("none")));
    if (!policy.has("includedPaths") && mode.equals("consistent")) {
      policy.putArray("includedPaths").addObject().put("path", "/*");
    }
    if (!policy.has("excludedPaths") && mode.equals("consistent")) {
      policy.putArray("excludedPaths").addObject().put("path", "/\"_etag\"/?");
    }
  }

  /** Returns the seconds after which documents expire, -1 for never; empty where none does. */
  OptionalInt timeToLive() {
    return json.has("defaultTtl")
        ? OptionalInt.of(json.get("defaultTtl").intValue())
        : OptionalInt.empty();
  }

  /** Returns whether queries can be ordered, which takes an index. */
  public boolean isIndexed() {
    return !json.path("indexingPolicy").path("indexingMode").asText().equals("none");
  }
}
