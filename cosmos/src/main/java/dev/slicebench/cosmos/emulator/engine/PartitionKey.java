package dev.slicebench.cosmos.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A logical partition's key: a value for each path of the container's definition.
 *
 * @param values in canonical form; several for a hierarchical key
 */
public record PartitionKey(List<JsonNode> values) {

  /**
   * Returns the key of a header's JSON array; <code>{}</code> in it is a value that is not there.
   *
   * @throws CosmosException if it is no array of scalars
   */
  public static PartitionKey ofHeader(JsonNode array) {
    if (!array.isArray() || array.isEmpty()) {
      throw CosmosException.badRequest("x-ms-documentdb-partitionkey must be a JSON array");
    }
    List<JsonNode> values = new ArrayList<>();
    array.forEach(value -> values.add(canonical(value)));
    return new PartitionKey(List.copyOf(values));
  }

  /** Returns the key of a document, by the paths of its container. */
  static PartitionKey of(JsonNode document, List<List<String>> paths) {
    List<JsonNode> values = new ArrayList<>();
    for (List<String> path : paths) {
      JsonNode value = document;
      for (String name : path) {
        value = value.path(name);
      }
      values.add(canonical(value));
    }
    return new PartitionKey(List.copyOf(values));
  }

  private static JsonNode canonical(JsonNode value) {
    if (value.isMissingNode() || (value.isObject() && value.isEmpty())) {
      return MissingNode.getInstance();
    }
    if (value.isContainerNode()) {
      throw CosmosException.badRequest(
          "a partition key is a string, a number, a boolean or null, not " + value);
    }
    return value.isNumber() ? DoubleNode.valueOf(value.doubleValue()) : value;
  }

  /**
   * Returns whether {@code other} lies under this key, which may be the beginning of a hierarchical
   * one.
   */
  boolean isPrefixOf(PartitionKey other) {
    return values.size() <= other.values.size()
        && other.values.subList(0, values.size()).equals(values);
  }
}
