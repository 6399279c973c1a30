package dev.slicebench.cosmos.sql;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query, parsed.
 *
 * @param top at most so many rows; negative for all
 * @param alias what the query calls a document
 * @param where null for every document
 * @param limit negative for no limit
 * @param aggregates those in the projection
 */
record Select(
    boolean distinct,
    int top,
    Projection projection,
    String alias,
    @Nullable Where where,
    List<Order> orderBy,
    int offset,
    int limit,
    List<Expression.AggregateCall> aggregates) {

  /** The parts of a row. */
  sealed interface Projection {
    /** {@code *}: the document. */
    record Star() implements Projection {}

    /** {@code VALUE x}. */
    record Value(Sourced expression) implements Projection {}

    /** {@code x AS a, y AS b}; an undefined one is left out. */
    record Columns(Map<String, Sourced> columns) implements Projection {}
  }

  /** An expression, and how the query spells it. */
  record Sourced(Expression expression, String source) {}

  /** The filter. */
  record Where(Expression expression, String source) {}

  /** A part of {@code ORDER BY}. */
  record Order(Expression expression, String source, boolean descending) {}
}
