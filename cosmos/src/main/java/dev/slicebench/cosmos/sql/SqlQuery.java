package dev.slicebench.cosmos.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.sql.Expression.AggregateCall;
import dev.slicebench.cosmos.sql.Select.Order;
import dev.slicebench.cosmos.sql.Select.Projection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A query in Cosmos DB's SQL: projection, {@code WHERE}, {@code ORDER BY}, {@code OFFSET LIMIT},
 * {@code TOP}, {@code DISTINCT}, aggregates over all rows. No {@code JOIN}, {@code GROUP BY},
 * {@code LIKE}, subqueries, user-defined functions.
 */
public final class SqlQuery {

  private final Select select;

  private SqlQuery(Select select) {
    this.select = select;
  }

  /**
   * Reads a query.
   *
   * @param parameters values by name, {@code @} included
   * @throws SqlException if it is wrong, or uses what this class does not know
   */
  public static SqlQuery parse(String text, Map<String, JsonNode> parameters) {
    return new SqlQuery(Parser.parse(text, parameters));
  }

  /** Returns all ids of documents that can be in the answer, where the filter names them. */
  public Optional<Set<String>> ids() {
    return select.where() == null ? Optional.empty() : Ids.of(select.where().expression());
  }

  /** Returns whether the filter holds for a document. */
  public boolean matches(ObjectNode document) {
    return select.where() == null || Values.isTrue(select.where().expression().evaluate(document));
  }

  /**
   * Returns whether the answer is that for each document by itself, one after the other, so that it
   * can be given in pages.
   */
  public boolean isDocumentByDocument() {
    return select.orderBy().isEmpty()
        && select.aggregates().isEmpty()
        && !select.distinct()
        && select.top() < 0
        && select.limit() < 0;
  }

  /**
   * Returns the whole answer for {@code documents}, in order; where {@code ORDER BY} leaves it
   * open, in the order of the documents.
   */
  public List<JsonNode> execute(Iterable<ObjectNode> documents) {
    List<JsonNode> found = new ArrayList<>();
    for (ObjectNode document : documents) {
      if (select.where() == null || Values.isTrue(select.where().expression().evaluate(document))) {
        found.add(document);
      }
    }
    if (!select.orderBy().isEmpty()) {
      found.sort(order());
    }
    List<JsonNode> rows =
        select.aggregates().isEmpty() ? projected(found) : projected(List.of(aggregated(found)));
    return cut(select.distinct() ? distinct(rows) : rows);
  }

  /** Returns the answer to an SDK that asks how to run the query over several partitions. */
  public ObjectNode plan() {
    return QueryPlan.of(select);
  }

  private Comparator<JsonNode> order() {
    return select.orderBy().stream()
        .map(SqlQuery::order)
        .reduce(Comparator::thenComparing)
        .orElseThrow();
  }

  private static Comparator<JsonNode> order(Order part) {
    Comparator<JsonNode> ascending =
        Comparator.comparing(part.expression()::evaluate, Values.ORDER);
    return part.descending() ? ascending.reversed() : ascending;
  }

  /** Returns a row with every aggregate's value, in its slot. */
  private JsonNode aggregated(List<JsonNode> found) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    for (AggregateCall call : select.aggregates()) {
      JsonNode value =
          call.aggregate()
              .of(
                  found.stream()
                      .map(call.operand()::evaluate)
                      .filter(operand -> !Values.isUndefined(operand))
                      .toList());
      if (!Values.isUndefined(value)) {
        row.set(call.slot(), value);
      }
    }
    return row;
  }

  private List<JsonNode> projected(List<JsonNode> found) {
    return found.stream().map(this::project).filter(row -> !Values.isUndefined(row)).toList();
  }

  private JsonNode project(JsonNode document) {
    if (select.projection() instanceof Projection.Value value) {
      return value.expression().expression().evaluate(document);
    }
    if (!(select.projection() instanceof Projection.Columns columns)) {
      return document;
    }
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    columns
        .columns()
        .forEach(
            (name, column) -> {
              JsonNode value = column.expression().evaluate(document);
              if (!Values.isUndefined(value)) {
                row.set(name, value);
              }
            });
    return row;
  }

  private static List<JsonNode> distinct(List<JsonNode> rows) {
    List<JsonNode> distinct = new ArrayList<>();
    for (JsonNode row : rows) {
      if (distinct.stream().noneMatch(other -> Values.same(other, row))) {
        distinct.add(row);
      }
    }
    return distinct;
  }

  private List<JsonNode> cut(List<JsonNode> rows) {
    int from = Math.min(select.offset(), rows.size());
    int to = select.limit() < 0 ? rows.size() : Math.min(rows.size(), from + select.limit());
    List<JsonNode> cut = rows.subList(from, to);
    return select.top() < 0 ? cut : cut.subList(0, Math.min(select.top(), cut.size()));
  }
}
