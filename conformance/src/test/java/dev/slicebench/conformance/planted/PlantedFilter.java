package dev.slicebench.conformance.planted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** What the library and the rules ask for of Dapr's query language. */
final class PlantedFilter {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PlantedFilter() {}

  /** Returns the filter of this operator with its argument, a JSON text. */
  static Predicate<JsonNode> of(String operator, String argument) {
    try {
      return of(operator, JSON.readTree(argument));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(argument, e);
    }
  }

  private static Predicate<JsonNode> of(String operator, JsonNode argument) {
    if (operator.equals("AND")) {
      List<Predicate<JsonNode>> all =
          StreamSupport.stream(argument.spliterator(), false)
              .map(PlantedFilter::only)
              .map(one -> of(one.getKey(), one.getValue()))
              .toList();
      return json -> all.stream().allMatch(filter -> filter.test(json));
    }
    Map.Entry<String, JsonNode> only = only(argument);
    JsonNode wanted = only.getValue();
    return switch (operator) {
      case "EQ" -> json -> json.path(only.getKey()).equals(wanted);
      case "GTE" -> number(only.getKey(), actual -> actual >= wanted.asDouble());
      case "LT" -> number(only.getKey(), actual -> actual < wanted.asDouble());
      default -> throw new IllegalArgumentException("no filter " + operator + " was planned");
    };
  }

  private static Predicate<JsonNode> number(String property, Predicate<Double> condition) {
    return json -> json.path(property).isNumber() && condition.test(json.path(property).asDouble());
  }

  private static Map.Entry<String, JsonNode> only(JsonNode object) {
    return object.properties().iterator().next();
  }
}
