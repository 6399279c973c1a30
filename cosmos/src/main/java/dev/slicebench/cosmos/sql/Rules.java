package dev.slicebench.cosmos.sql;

import dev.slicebench.cosmos.sql.Select.Order;
import dev.slicebench.cosmos.sql.Select.Projection;
import dev.slicebench.cosmos.sql.Select.Sourced;
import java.util.Collection;
import java.util.List;

/** What the service refuses of a query that can be read. */
final class Rules {

  private Rules() {}

  static void check(Select select) {
    boolean grouped = !select.aggregates().isEmpty() || !select.groupBy().isEmpty();
    if (grouped && !select.orderBy().isEmpty()) {
      throw SqlException.refused("'ORDER BY' is not supported with aggregates or 'GROUP BY'");
    }
    if (select.top() >= 0 && select.limit() >= 0) {
      throw SqlException.refused("'TOP' is not supported with 'OFFSET LIMIT'");
    }
    if (grouped) {
      projected(select).forEach(column -> checkGrouped(column, select.groupBy()));
    }
    select.orderBy().forEach(Rules::checkOrder);
  }

  private static Collection<Sourced> projected(Select select) {
    if (select.projection() instanceof Projection.Value value) {
      return List.of(value.expression());
    }
    if (select.projection() instanceof Projection.Columns columns) {
      return columns.columns().values();
    }
    throw SqlException.refused("'SELECT *' is not supported with aggregates or 'GROUP BY'");
  }

  private static void checkGrouped(Sourced column, List<Sourced> keys) {
    if (!isGrouped(column.expression(), keys)) {
      throw SqlException.refused(
          "Property reference '"
              + column.source()
              + "' is invalid in the select list because it is not contained in either an"
              + " aggregate function or the GROUP BY clause.");
    }
  }

  private static boolean isGrouped(Expression part, List<Sourced> keys) {
    if (part instanceof Expression.AggregateCall
        || keys.stream().anyMatch(key -> key.expression().equals(part))) {
      return true;
    }
    return !(part instanceof Expression.Source)
        && part.parts().stream().allMatch(inner -> isGrouped(inner, keys));
  }

  /** An index has paths, and no other values. */
  private static void checkOrder(Order order) {
    Expression part = order.expression();
    while (part instanceof Expression.Property property
        && property.key() instanceof Expression.Literal) {
      part = property.base();
    }
    if (!(part instanceof Expression.Source source) || part == order.expression()) {
      throw SqlException.refused(
          "Unsupported ORDER BY clause. ORDER BY item expression could not be mapped to a document"
              + " path: '"
              + order.source()
              + "'");
    }
    if (source.number() > 0) {
      throw SqlException.refused("Order-by over correlated collections is not supported.");
    }
  }
}
