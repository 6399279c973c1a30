package dev.slicebench.cosmos.sql;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.sql.Select.Order;
import dev.slicebench.cosmos.sql.Select.Projection;
import java.util.stream.Collectors;

/**
 * How an SDK is to run a query over several partitions: it sends the rewritten query to each and
 * merges what comes back. (What the Java SDK's {@code PartitionedQueryExecutionInfo} reads.)
 */
final class QueryPlan {

  /** The SDKs put their resume condition, or {@code true}, in its place. */
  private static final String RESUME = "{documentdb-formattableorderbyquery-filter}";

  private QueryPlan() {}

  static ObjectNode of(Select select) {
    ObjectNode info = JsonNodeFactory.instance.objectNode();
    info.put("distinctType", distinctType(select));
    if (select.top() >= 0) {
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
    info.putArray("groupByExpressions");
    info.putArray("groupByAliases");
    boolean value = select.projection() instanceof Projection.Value;
    ArrayNode aggregates = info.putArray("aggregates");
    if (value) {
      select.aggregates().forEach(call -> aggregates.add(call.aggregate().planName()));
    }
    info.putObject("groupByAliasToAggregateType");
    info.put("rewrittenQuery", rewritten(select));
    info.put("hasSelectValue", value);
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

  private static String distinctType(Select select) {
    if (!select.distinct()) {
      return "None";
    }
    return select.orderBy().isEmpty() ? "Unordered" : "Ordered";
  }

  /** Empty where the query can go to each partition as it is. */
  private static String rewritten(Select select) {
    if (!select.aggregates().isEmpty()) {
      return aggregated(select);
    }
    boolean cut = select.limit() >= 0;
    if (select.orderBy().isEmpty() && !cut) {
      return "";
    }
    StringBuilder query = new StringBuilder("SELECT ");
    if (select.distinct()) {
      query.append("DISTINCT ");
    }
    if (select.top() >= 0) {
      query.append("TOP ").append(select.top()).append(' ');
    }
    if (select.orderBy().isEmpty()) {
      query.append(projection(select)).append(" FROM ").append(select.alias());
      if (select.where() != null) {
        query.append(" WHERE ").append(select.where().source());
      }
    } else {
      query
          .append(select.alias())
          .append("._rid, [")
          .append(keys(select, "{\"item\": ", "}"))
          .append("] AS orderByItems, ")
          .append(payload(select))
          .append(" AS payload FROM ")
          .append(select.alias())
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
      query.append(" OFFSET 0 LIMIT ").append((long) select.offset() + select.limit());
    }
    return query.toString();
  }

  private static String aggregated(Select select) {
    if (!(select.projection() instanceof Projection.Value value)
        || !(value.expression().expression() instanceof Expression.AggregateCall call)) {
      throw SqlException.unknown(
          "aggregates over several partitions other than by SELECT VALUE, as in SELECT VALUE"
              + " COUNT(1)",
          0);
    }
    String source = value.expression().source();
    String item =
        call.aggregate() == Aggregate.AVG
            ? "{\"sum\": SUM(%1$s), \"count\": COUNT(%1$s)}"
                .formatted(source.substring(source.indexOf('(') + 1, source.lastIndexOf(')')))
            : source;
    return "SELECT VALUE [{\"item\": "
        + item
        + "}] FROM "
        + select.alias()
        + (select.where() == null ? "" : " WHERE " + select.where().source());
  }

  private static String keys(Select select, String before, String after) {
    return select.orderBy().stream()
        .map(order -> before + order.source() + after)
        .collect(Collectors.joining(", "));
  }

  private static String projection(Select select) {
    if (select.projection() instanceof Projection.Value value) {
      return "VALUE " + value.expression().source();
    }
    if (select.projection() instanceof Projection.Columns columns) {
      return columns.columns().entrySet().stream()
          .map(column -> column.getValue().source() + " AS " + column.getKey())
          .collect(Collectors.joining(", "));
    }
    return "*";
  }

  private static String payload(Select select) {
    if (select.projection() instanceof Projection.Value value) {
      return value.expression().source();
    }
    if (select.projection() instanceof Projection.Columns columns) {
      return columns.columns().entrySet().stream()
          .map(column -> "\"" + column.getKey() + "\": " + column.getValue().source())
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return select.alias();
  }
}
