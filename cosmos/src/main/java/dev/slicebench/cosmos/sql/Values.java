package dev.slicebench.cosmos.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Values as Cosmos DB compares them. <i>Undefined</i> is a {@link MissingNode}; numbers are IEEE
 * doubles.
 */
final class Values {

  static final JsonNode UNDEFINED = MissingNode.getInstance();

  /** Integers up to here are exact as doubles. */
  private static final double EXACT = 1L << 53;

  /**
   * The order of {@code ORDER BY}, which is that of the index: by type first. (Microsoft Learn:
   * "ORDER BY clause".)
   */
  static final Comparator<JsonNode> ORDER = Values::order;

  private Values() {}

  static JsonNode of(boolean value) {
    return BooleanNode.valueOf(value);
  }

  /** Undefined for what is no number of JSON. */
  static JsonNode of(double value) {
    if (!Double.isFinite(value)) {
      return UNDEFINED;
    }
    return value == Math.rint(value) && Math.abs(value) <= EXACT
        ? LongNode.valueOf((long) value)
        : DoubleNode.valueOf(value);
  }

  static boolean isTrue(JsonNode value) {
    return value.isBoolean() && value.booleanValue();
  }

  static boolean isUndefined(JsonNode value) {
    return value.isMissingNode();
  }

  static boolean sameType(JsonNode one, JsonNode other) {
    return rank(one) == rank(other);
  }

  /** Returns whether two defined values are the same, whatever their types. */
  static boolean same(JsonNode one, JsonNode other) {
    if (!sameType(one, other) || one.size() != other.size()) {
      return false;
    }
    if (one.isNumber()) {
      return one.doubleValue() == other.doubleValue();
    }
    if (one.isArray()) {
      for (int i = 0; i < one.size(); i++) {
        if (!same(one.get(i), other.get(i))) {
          return false;
        }
      }
      return true;
    }
    return one.isObject() ? contains(other, one) : one.equals(other);
  }

  /** Returns whether an object has every property of {@code part}, with the same value. */
  static boolean contains(JsonNode object, JsonNode part) {
    for (Map.Entry<String, JsonNode> property : part.properties()) {
      JsonNode found = object.get(property.getKey());
      if (found == null || !same(found, property.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** Returns what {@link #same} values have in common, and no others. */
  static Object identity(JsonNode value) {
    if (value.isNumber()) {
      // Adding it makes the negative zero a zero.
      return value.doubleValue() + 0.0;
    }
    if (value.isArray()) {
      List<Object> items = new ArrayList<>();
      value.forEach(item -> items.add(identity(item)));
      return items;
    }
    if (value.isObject()) {
      Map<String, Object> properties = new HashMap<>();
      value.properties().forEach(one -> properties.put(one.getKey(), identity(one.getValue())));
      return properties;
    }
    return value;
  }

  private static int rank(JsonNode value) {
    return switch (value.getNodeType()) {
      case MISSING -> 0;
      case NULL -> 1;
      case BOOLEAN -> 2;
      case NUMBER -> 3;
      case STRING -> 4;
      case ARRAY -> 5;
      case OBJECT -> 6;
      case BINARY, POJO -> throw new IllegalArgumentException("no JSON: " + value.getNodeType());
    };
  }

  private static int order(JsonNode one, JsonNode other) {
    int byType = Integer.compare(rank(one), rank(other));
    return byType != 0 ? byType : compare(one, other);
  }

  /** Zero has no sign here, as it has in {@link Double#compare}. */
  private static int compare(double one, double other) {
    return one < other ? -1 : one > other ? 1 : 0;
  }

  /** Compares values of one type; arrays and objects are all alike. */
  static int compare(JsonNode one, JsonNode other) {
    return switch (one.getNodeType()) {
      case BOOLEAN -> Boolean.compare(one.booleanValue(), other.booleanValue());
      case NUMBER -> compare(one.doubleValue(), other.doubleValue());
      case STRING -> one.textValue().compareTo(other.textValue());
      default -> 0;
    };
  }
}
