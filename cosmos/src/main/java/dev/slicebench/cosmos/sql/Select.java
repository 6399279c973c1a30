package dev.slicebench.cosmos.sql;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query, parsed.
 *
 * @param top at most so many rows; negative for all
 * @param from null where the query is over no documents
 * @param where null for every row
 * @param limit negative for no limit
 * @param aggregates those in the projection, in the order of their slots
 */
record Select(
    boolean distinct,
    int top,
    Projection projection,
    @Nullable From from,
    @Nullable Sourced where,
    List<Sourced> groupBy,
    List<Order> orderBy,
    int offset,
    int limit,
    List<Expression.AggregateCall> aggregates) {

  /** The parts of a row. */
  sealed interface Projection {
    /** {@code *}: the only source. */
    record Star(Expression.Source source) implements Projection {}

    /** {@code VALUE x}. */
    record Value(Sourced expression) implements Projection {}

    /** {@code x AS a, y AS b}; an undefined one is left out. */
    record Columns(Map<String, Sourced> columns) implements Projection {}
  }

  /**
   * Where rows come from.
   *
   * @param root what the query calls a document
   * @param joins arrays, each of whose items makes a row
   */
  record From(String root, List<Join> joins) {
    /** The query's own text of it, or one that means the same. */
    String source() {
      StringBuilder source = new StringBuilder(root);
      joins.forEach(
          join ->
              source.append(" JOIN ").append(join.name).append(" IN ").append(join.array.source));
      return source.toString();
    }
  }

  /** {@code JOIN name IN array}. */
  record Join(String name, Sourced array) {}

  /** An expression, and how the query spells it. */
  record Sourced(Expression expression, String source) {}

  /** A part of {@code ORDER BY}. */
  record Order(Expression expression, String source, boolean descending) {}

  /** Returns whether the answer is made of all rows at once, not of one after the other. */
  boolean isWhole() {
    return distinct || !aggregates.isEmpty() || !groupBy.isEmpty();
  }
}
