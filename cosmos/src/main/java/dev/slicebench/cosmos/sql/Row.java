package dev.slicebench.cosmos.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What expressions are evaluated for: a value of each source of {@code FROM}, the document first,
 * and of a group of such rows the values of the aggregates.
 */
record Row(List<JsonNode> sources, List<JsonNode> aggregates) {

  /** The only one of a query without {@code FROM}. */
  static final Row EMPTY = new Row(List.of(), List.of());

  static Row of(JsonNode document) {
    return new Row(List.of(document), List.of());
  }

  Row joined(JsonNode item) {
    JsonNode[] more = sources.toArray(new JsonNode[sources.size() + 1]);
    more[sources.size()] = item;
    return new Row(List.of(more), aggregates);
  }

  Row aggregated(List<JsonNode> values) {
    return new Row(sources, values);
  }
}
