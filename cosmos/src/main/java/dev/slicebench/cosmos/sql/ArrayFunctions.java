package dev.slicebench.cosmos.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Functions of arrays; undefined for what is none. */
final class ArrayFunctions {

  private ArrayFunctions() {}

  static JsonNode length(List<JsonNode> all) {
    return all.get(0).isArray() ? Values.of((double) all.get(0).size()) : Values.UNDEFINED;
  }

  /** The third argument says whether an object may have more properties than the one looked for. */
  static JsonNode contains(List<JsonNode> all) {
    JsonNode array = all.get(0);
    JsonNode wanted = all.get(1);
    if (!array.isArray() || Values.isUndefined(wanted)) {
      return Values.UNDEFINED;
    }
    boolean partial = all.size() == 3 && Values.isTrue(all.get(2)) && wanted.isObject();
    for (JsonNode item : array) {
      boolean found =
          partial ? (item.isObject() && Values.contains(item, wanted)) : Values.same(item, wanted);
      if (found) {
        return Values.of(true);
      }
    }
    return Values.of(false);
  }

  static JsonNode containsAny(List<JsonNode> all) {
    Set<Object> items = identities(all.get(0));
    return all.get(0).isArray()
        ? Values.of(wanted(all).stream().anyMatch(one -> items.contains(Values.identity(one))))
        : Values.UNDEFINED;
  }

  static JsonNode containsAll(List<JsonNode> all) {
    Set<Object> items = identities(all.get(0));
    return all.get(0).isArray()
        ? Values.of(wanted(all).stream().allMatch(one -> items.contains(Values.identity(one))))
        : Values.UNDEFINED;
  }

  private static List<JsonNode> wanted(List<JsonNode> all) {
    return all.subList(1, all.size());
  }

  static JsonNode concat(List<JsonNode> all) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (JsonNode part : all) {
      if (!part.isArray()) {
        return Values.UNDEFINED;
      }
      part.forEach(array::add);
    }
    return array;
  }

  /** A negative start counts from the end. */
  static JsonNode slice(List<JsonNode> all) {
    JsonNode array = all.get(0);
    boolean hasCount = all.size() == 3;
    if (!array.isArray() || !all.get(1).isNumber() || (hasCount && !all.get(2).isNumber())) {
      return Values.UNDEFINED;
    }
    int size = array.size();
    long start = all.get(1).longValue();
    long from = Math.max(0, Math.min(size, start < 0 ? size + start : start));
    long count = hasCount ? Math.max(0, Math.min(size, all.get(2).longValue())) : size;
    ArrayNode slice = JsonNodeFactory.instance.arrayNode();
    for (long i = from; i < Math.min(size, from + count); i++) {
      slice.add(array.get((int) i));
    }
    return slice;
  }

  static JsonNode intersect(List<JsonNode> all) {
    if (!all.get(0).isArray() || !all.get(1).isArray()) {
      return Values.UNDEFINED;
    }
    Set<Object> other = identities(all.get(1));
    ArrayNode both = JsonNodeFactory.instance.arrayNode();
    for (JsonNode item : all.get(0)) {
      if (other.remove(Values.identity(item))) {
        both.add(item);
      }
    }
    return both;
  }

  static JsonNode union(List<JsonNode> all) {
    if (!all.get(0).isArray() || !all.get(1).isArray()) {
      return Values.UNDEFINED;
    }
    Set<Object> seen = new HashSet<>();
    ArrayNode either = JsonNodeFactory.instance.arrayNode();
    for (JsonNode array : all) {
      for (JsonNode item : array) {
        if (seen.add(Values.identity(item))) {
          either.add(item);
        }
      }
    }
    return either;
  }

  private static Set<Object> identities(JsonNode array) {
    Set<Object> items = new HashSet<>();
    if (array.isArray()) {
      array.forEach(item -> items.add(Values.identity(item)));
    }
    return items;
  }
}
