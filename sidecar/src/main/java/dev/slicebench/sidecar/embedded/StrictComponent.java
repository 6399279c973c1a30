package dev.slicebench.sidecar.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.Comparator;
import java.util.List;

/**
 * {@code state.in-memory} with the Query API, over every document whose bytes are JSON. Values
 * compare by their JSON type, and a missing field matches nothing. {@code partitionKey} is ignored,
 * as by every component but Cosmos DB's.
 */
final class StrictComponent extends InMemoryComponent {

  private static final Comparator<JsonNode> BY_TYPE_AND_VALUE =
      Comparator.<JsonNode, JsonNodeType>comparing(JsonNode::getNodeType)
          .thenComparing(StrictComponent::compare);

  @Override
  boolean isQuerier() {
    return true;
  }

  @Override
  Page query(Query query) throws ComponentException {
    Query.Matcher matcher = query.matcher(StrictComponent::matches);
    List<Row> rows =
        all().stream()
            .filter(entry -> matcher.matches(entry.json()))
            .sorted(query.order(Entry::json, BY_TYPE_AND_VALUE))
            .map(entry -> new Row(entry.key(), entry.data(), entry.etag()))
            .toList();
    return query.page(rows);
  }

  private static boolean matches(Query.Comparison comparison, JsonNode actual, JsonNode wanted) {
    if (actual.isMissingNode()) {
      return false;
    }
    boolean sameType = actual.getNodeType() == wanted.getNodeType();
    return switch (comparison) {
      case EQ -> sameType && compare(actual, wanted) == 0;
      case NEQ -> !sameType || compare(actual, wanted) != 0;
      case GT -> sameType && compare(actual, wanted) > 0;
      case GTE -> sameType && compare(actual, wanted) >= 0;
      case LT -> sameType && compare(actual, wanted) < 0;
      case LTE -> sameType && compare(actual, wanted) <= 0;
    };
  }

  private static int compare(JsonNode left, JsonNode right) {
    if (left.isNumber() && right.isNumber()) {
      return Double.compare(left.doubleValue(), right.doubleValue());
    }
    return left.isTextual() && right.isTextual()
        ? left.textValue().compareTo(right.textValue())
        : left.toString().compareTo(right.toString());
  }
}
