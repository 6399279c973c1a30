package dev.slicebench.sidecar.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import dev.slicebench.sidecar.embedded.Query.Comparison;
import dev.slicebench.sidecar.embedded.Query.Filter;
import dev.slicebench.sidecar.embedded.Query.Sorting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A query of Dapr's state query API as Cosmos DB's component puts it.
 *
 * @param parameters values by name, {@code @} included
 */
record CosmosSql(String text, Map<String, JsonNode> parameters) {

  private static final String SKIP = "skip:";

  /**
   * Translates a query.
   *
   * @throws ComponentException with the component's words where it has a value of a kind that the
   *     component does not take
   */
  static CosmosSql of(Query query) throws ComponentException {
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    Filter filter = query.filter();
    String where = filter == null ? "" : " WHERE " + condition(filter, parameters);
    List<String> order = new ArrayList<>();
    for (Sorting sorting : query.sort()) {
      order.add(path(sorting.key()) + (sorting.descending() ? " DESC" : " ASC"));
    }
    return new CosmosSql(
        "SELECT * FROM c"
            + where
            + (order.isEmpty() ? "" : " ORDER BY " + String.join(", ", order)),
        parameters);
  }

  private static String condition(Filter filter, Map<String, JsonNode> parameters)
      throws ComponentException {
    if (filter instanceof Filter.Compare compare) {
      String operator =
          switch (compare.comparison()) {
            case EQ -> " = ";
            case NEQ -> " != ";
            case GT -> " > ";
            case GTE -> " >= ";
            case LT -> " < ";
            case LTE -> " <= ";
          };
      boolean ordered =
          compare.comparison() != Comparison.EQ && compare.comparison() != Comparison.NEQ;
      return path(compare.key()) + operator + parameter(compare.value(), ordered, parameters);
    }
    if (filter instanceof Filter.In in) {
      if (in.values().isEmpty()) {
        throw ComponentException.other("empty IN operator for key " + GoJson.quote(in.key()));
      }
      List<String> names = new ArrayList<>();
      for (JsonNode value : in.values()) {
        names.add(parameter(value, false, parameters));
      }
      return path(in.key()) + " IN (" + String.join(", ", names) + ")";
    }
    boolean and = filter instanceof Filter.And;
    List<String> parts = new ArrayList<>();
    for (Filter part : and ? ((Filter.And) filter).filters() : ((Filter.Or) filter).filters()) {
      String condition = condition(part, parameters);
      boolean nested = part instanceof Filter.And || part instanceof Filter.Or;
      parts.add(nested ? "(" + condition + ")" : condition);
    }
    return String.join(and ? " AND " : " OR ", parts);
  }

  private static String parameter(JsonNode value, boolean number, Map<String, JsonNode> parameters)
      throws ComponentException {
    if (number ? !value.isNumber() : !value.isTextual()) {
      throw ComponentException.other(
          "unsupported type of value "
              + (value.isTextual() ? GoJson.quote(value.textValue()) : GoText.verb(value))
              + "; expected "
              + (number ? "number" : "string"));
    }
    String name = "@__param__" + parameters.size() + "__";
    parameters.put(name, number ? DoubleNode.valueOf(value.doubleValue()) : value);
    return name;
  }

  private static String path(String key) {
    StringBuilder path = new StringBuilder("c['value']");
    for (String part : key.split("\\.", -1)) {
      path.append("['").append(part).append("']");
    }
    return path.toString();
  }

  /** Returns the token behind so many rows. */
  static String token(int rows) {
    return SKIP + rows;
  }

  /** Returns how many rows are before a token. */
  static int from(String token) throws ComponentException {
    try {
      if (token.isEmpty()) {
        return 0;
      }
      int from = token.startsWith(SKIP) ? Integer.parseInt(token.substring(SKIP.length())) : -1;
      if (from >= 0) {
        return from;
      }
    } catch (NumberFormatException e) {
      // It is none of ours.
    }
    throw ComponentException.other("Invalid Continuation Token");
  }
}
