package dev.slicebench.cosmos.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/** The aggregates. (Microsoft Learn: "Aggregate functions".) */
enum Aggregate {
  COUNT {
    @Override
    JsonNode of(List<JsonNode> values) {
      return Values.of((double) values.size());
    }
  },
  SUM {
    @Override
    JsonNode of(List<JsonNode> values) {
      return values.stream().allMatch(JsonNode::isNumber)
          ? Values.of(values.stream().mapToDouble(JsonNode::doubleValue).sum())
          : Values.UNDEFINED;
    }
  },
  AVG {
    @Override
    JsonNode of(List<JsonNode> values) {
      return values.isEmpty() || !values.stream().allMatch(JsonNode::isNumber)
          ? Values.UNDEFINED
          : Values.of(values.stream().mapToDouble(JsonNode::doubleValue).sum() / values.size());
    }
  },
  MIN {
    @Override
    JsonNode of(List<JsonNode> values) {
      return values.stream().min(Values.ORDER).orElse(Values.UNDEFINED);
    }
  },
  MAX {
    @Override
    JsonNode of(List<JsonNode> values) {
      return values.stream().max(Values.ORDER).orElse(Values.UNDEFINED);
    }
  };

  /** Of the defined values of all rows. */
  abstract JsonNode of(List<JsonNode> values);

  /** As a query plan calls it. */
  String planName() {
    return this == AVG
        ? "Average"
        : name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }
}
