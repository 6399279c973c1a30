package dev.slicebench.cosmos.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.cosmos.sql.Expression.Comparison;
import dev.slicebench.cosmos.sql.Expression.Comparison.Operator;
import dev.slicebench.cosmos.sql.Expression.Literal;
import java.util.List;
import java.util.Optional;

/** Which value a filter demands of a property: how the service finds the partition of a query. */
final class Demanded {

  private Demanded() {}

  static Optional<JsonNode> of(Expression filter, List<String> path) {
    if (filter instanceof Expression.And and) {
      return of(and.left(), path).or(() -> of(and.right(), path));
    }
    if (filter instanceof Comparison comparison && comparison.operator() == Operator.EQUAL) {
      return isPath(comparison.left(), path)
          ? constant(comparison.right())
          : isPath(comparison.right(), path) ? constant(comparison.left()) : Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean isPath(Expression expression, List<String> path) {
    Expression of = expression;
    for (int i = path.size() - 1; i > 0; i--) {
      if (!(of instanceof Expression.Property property)
          || !(property.key() instanceof Literal literal)
          || !literal.value().asText().equals(path.get(i))) {
        return false;
      }
      of = property.base();
    }
    return of instanceof Expression.Property property && property.isRoot(path.get(0));
  }

  private static Optional<JsonNode> constant(Expression expression) {
    return expression instanceof Literal literal ? Optional.of(literal.value()) : Optional.empty();
  }
}
