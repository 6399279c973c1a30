package dev.slicebench.cosmos.sql;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slicebench.cosmos.sql.Expression.AggregateCall;
import dev.slicebench.cosmos.sql.Select.From;
import dev.slicebench.cosmos.sql.Select.Order;
import dev.slicebench.cosmos.sql.Select.Projection;
import dev.slicebench.cosmos.sql.Select.Sourced;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How an SDK is to run a query over several partitions: it sends the rewritten query to each and
 * merges what comes back. (What the Java SDK's {@code PartitionedQueryExecutionInfo} reads.)
 */
final class QueryPlan {

  /** The SDKs put their resume condition, or {@code true}, in its place. */
  private static final String RESUME = "{documentdb-formattableorderbyquery-filter}";

  private static final String GROUP_BY = "GroupBy";

  private final Select select;
  private final From from;

  private QueryPlan(Select select) {
    this.select = select;
    this.from = Objects.requireNonNullElse(select.from(), new From("", List.of()));
  }

  static ObjectNode of(Select select, String features) {
    return new QueryPlan(select).plan(features);
  }

  private ObjectNode plan(String features) {
    demand(features);
    ObjectNode info = JsonNodeFactory.instance.objectNode();
    info.put("distinctType", distinctType());
    if (select.top() >= 0 && isUncut()) {
      // An SDK would take so many rows from a partition, and keep one of several equal ones.
      info.put("offset", 0).put("limit", select.top());
    } else if (select.top() >= 0) {
      info.put("top", select.top());
    }
    if (select.limit() >= 0) {
      info.put("offset", select.offset()).put("limit", select.limit());
    }
    ArrayNode orders = info.putArray("orderBy");
    ArrayNode keys = info.putArray("orderByExpressions");
    for (Order order : select.orderBy()) {
      orders.add(order.descending() ? "Descending" : "Ascending");
      keys.add(order.source());
    }
    ArrayNode groups = info.putArray("groupByExpressions");
    select.groupBy().forEach(key -> groups.add(key.source()));
    ArrayNode aliases = info.putArray("groupByAliases");
    boolean value = select.projection() instanceof Projection.Value;
    ArrayNode aggregates = info.putArray("aggregates");
    ObjectNode byAlias = info.putObject("groupByAliasToAggregateType");
    if (value) {
      select.aggregates().forEach(call -> aggregates.add(call.aggregate().planName()));
    } else if (isGrouped()) {
      columns()
          .forEach(
              (name, column) -> {
                aliases.add(name);
                byAlias.put(
                    name,
                    column.expression() instanceof AggregateCall call
                        ? call.aggregate().planName()
                        : null);
              });
    }
    info.put("rewrittenQuery", rewritten());
    info.put("hasSelectValue", value);
    info.put("hasNonStreamingOrderBy", false);
    ObjectNode plan = JsonNodeFactory.instance.objectNode();
    plan.put("partitionedQueryExecutionInfoVersion", 2);
    plan.set("queryInfo", info);
    plan.putArray("queryRanges")
        .addObject()
        .put("min", "")
        .put("max", "FF")
        .put("isMinInclusive", true)
        .put("isMaxInclusive", false);
    return plan;
  }

  private boolean isGrouped() {
    return !select.groupBy().isEmpty() || !select.aggregates().isEmpty();
  }

  /** Of several equal rows an SDK keeps one, so that it may need more than it gives. */
  private boolean isUncut() {
    return select.distinct() && !select.orderBy().isEmpty();
  }

  private void demand(String features) {
    List<String> needed = new ArrayList<>();
    if (!select.groupBy().isEmpty()) {
      needed.add(GROUP_BY);
    } else if (isGrouped() && !(select.projection() instanceof Projection.Value)) {
      needed.add("NonValueAggregate");
    }
    if (select.distinct()) {
      needed.add("Distinct");
    }
    if (select.orderBy().size() > 1) {
      needed.add("MultipleOrderBy");
    }
    Set<String> known = Set.of(features.replace(" ", "").split(","));
    needed.removeIf(known::contains);
    if (!features.isEmpty() && !needed.isEmpty()) {
      throw SqlException.refused(
          "Query contains the following features, which the calling client does not support: "
              + String.join(", ", needed));
    }
  }

  private String distinctType() {
    if (!select.distinct()) {
      return "None";
    }
    return select.orderBy().isEmpty() ? "Unordered" : "Ordered";
  }

  /** Empty where the query can go to each partition as it is. */
  private String rewritten() {
    if (isGrouped()) {
      return aggregated();
    }
    boolean cut = select.limit() >= 0 && !isUncut();
    if (select.orderBy().isEmpty() && !cut) {
      return "";
    }
    StringBuilder query = new StringBuilder("SELECT ");
    if (select.distinct()) {
      query.append("DISTINCT ");
    }
    if (select.top() >= 0 && !isUncut()) {
      query.append("TOP ").append(select.top()).append(' ');
    }
    if (select.orderBy().isEmpty()) {
      query
          .append(select.projection() instanceof Projection.Star ? "*" : "VALUE " + payload())
          .append(source())
          .append(where());
    } else {
      query
          .append(from.root())
          .append("._rid, ")
          .append(items(select.orderBy(), Order::source))
          .append(" AS orderByItems, ")
          .append(payload())
          .append(" AS payload")
          .append(source())
          .append(" WHERE ")
          .append(
              select.where() == null
                  ? "(" + RESUME + ")"
                  : "((" + select.where().source() + ") AND (" + RESUME + "))")
          .append(" ORDER BY ")
          .append(
              select.orderBy().stream()
                  .map(order -> order.source() + (order.descending() ? " DESC" : " ASC"))
                  .collect(Collectors.joining(", ")));
    }
    if (cut) {
      // What an SDK skips may come from any partition: each must give all that may be needed.
      long needed = (long) select.offset() + select.limit();
      query.append(" OFFSET 0 LIMIT ").append(Math.min(needed, Integer.MAX_VALUE));
    }
    return query.toString();
  }

  private String source() {
    if (select.from() == null) {
      return "";
    }
    boolean starOfItem =
        select.projection() instanceof Projection.Star star && star.source().number() > 0;
    if (starOfItem && select.orderBy().isEmpty()) {
      return " FROM " + from.joins().get(0).name() + " IN " + from.joins().get(0).array().source();
    }
    return " FROM " + from.source();
  }

  private String where() {
    return select.where() == null ? "" : " WHERE " + select.where().source();
  }

  private String aggregated() {
    String grouped =
        source()
            + where()
            + (select.groupBy().isEmpty()
                ? ""
                : select.groupBy().stream()
                    .map(Sourced::source)
                    .collect(Collectors.joining(", ", " GROUP BY ", "")));
    String items = items(select.groupBy(), Sourced::source);
    if (select.projection() instanceof Projection.Value value) {
      String payload =
          select.aggregates().isEmpty()
              ? value.expression().source()
              : "[" + item(value.expression()) + "]";
      return select.groupBy().isEmpty()
          ? "SELECT VALUE " + payload + grouped
          : "SELECT " + items + " AS groupByItems, " + payload + " AS payload" + grouped;
    }
    Map<String, String> payload = new LinkedHashMap<>();
    columns().forEach((name, column) -> payload.put(name, item(column)));
    String parts =
        (select.groupBy().isEmpty() ? "" : items + " AS groupByItems, ")
            + object(payload)
            + " AS payload";
    return "SELECT " + parts + grouped;
  }

  /** What an SDK adds up, or takes the first of. */
  private static String item(Sourced column) {
    String source = column.source();
    if (column.expression() instanceof AggregateCall call) {
      String operand = source.substring(source.indexOf('(') + 1, source.lastIndexOf(')'));
      return switch (call.aggregate()) {
        case AVG -> "{\"item\": {\"sum\": SUM(%1$s), \"count\": COUNT(%1$s)}}".formatted(operand);
        // Some SDKs read the first, and some the second, which tells no value from null.
        case MIN -> extreme("min", "MIN", operand);
        case MAX -> extreme("max", "MAX", operand);
        default -> "{\"item\": " + source + "}";
      };
    }
    if (hasAggregate(column.expression())) {
      throw SqlException.refused(
          "Compositions of aggregates and other expressions are not allowed.");
    }
    return source;
  }

  private static String extreme(String name, String function, String operand) {
    return "{\"item\": %2$s(%3$s), \"item2\": {\"%1$s\": %2$s(%3$s), \"count\": COUNT(%3$s)}}"
        .formatted(name, function, operand);
  }

  private static boolean hasAggregate(Expression expression) {
    return expression instanceof AggregateCall
        || expression.parts().stream().anyMatch(QueryPlan::hasAggregate);
  }

  private static <T> String items(List<T> keys, Function<T, String> source) {
    return keys.stream()
        .map(key -> "{\"item\": " + source.apply(key) + "}")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private Map<String, Sourced> columns() {
    return ((Projection.Columns) select.projection()).columns();
  }

  private String payload() {
    if (select.projection() instanceof Projection.Star star) {
      int number = star.source().number();
      return number == 0 ? from.root() : from.joins().get(number - 1).name();
    }
    if (select.projection() instanceof Projection.Value value) {
      return value.expression().source();
    }
    Map<String, String> columns = new LinkedHashMap<>();
    columns().forEach((name, column) -> columns.put(name, column.source()));
    return object(columns);
  }

  /** Names stand in quotes: anything can be one. */
  private static String object(Map<String, String> properties) {
    return properties.entrySet().stream()
        .map(one -> TextNode.valueOf(one.getKey()) + ": " + one.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
