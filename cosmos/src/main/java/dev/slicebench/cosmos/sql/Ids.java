package dev.slicebench.cosmos.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.cosmos.sql.Expression.Call;
import dev.slicebench.cosmos.sql.Expression.Comparison;
import dev.slicebench.cosmos.sql.Expression.Comparison.Operator;
import dev.slicebench.cosmos.sql.Expression.In;
import dev.slicebench.cosmos.sql.Expression.Literal;
import dev.slicebench.cosmos.sql.Expression.Property;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which ids a filter can hold for: the documents that an index by id need look at. */
final class Ids {

  private Ids() {}

  /** Returns all ids that the filter can hold for; empty where it does not say. */
  static Optional<Set<String>> of(Expression filter) {
    if (filter instanceof Expression.And and) {
      Optional<Set<String>> left = of(and.left());
      Optional<Set<String>> right = of(and.right());
      return left.isPresent() && right.isPresent()
          ? Optional.of(intersection(left.get(), right.get()))
          : left.or(() -> right);
    }
    if (filter instanceof Expression.Or or) {
      Optional<Set<String>> right = of(or.right());
      return of(or.left()).flatMap(left -> right.map(other -> union(left, other)));
    }
    if (filter instanceof Comparison comparison && comparison.operator() == Operator.EQUAL) {
      return isId(comparison.left())
          ? constants(List.of(comparison.right()))
          : isId(comparison.right()) ? constants(List.of(comparison.left())) : Optional.empty();
    }
    if (filter instanceof In in && isId(in.operand())) {
      return constants(in.choices());
    }
    return filter instanceof Call call ? contained(call) : Optional.empty();
  }

  private static Optional<Set<String>> contained(Call call) {
    if (call.function() == ScalarFunction.ARRAY_CONTAINS
        && isId(call.arguments().get(1))
        && call.arguments().get(0) instanceof Literal keys) {
      Set<String> ids = new LinkedHashSet<>();
      keys.value().forEach(key -> add(ids, key));
      return Optional.of(ids);
    }
    return Optional.empty();
  }

  private static boolean isId(Expression expression) {
    return expression instanceof Property property && property.isRoot("id");
  }

  private static Optional<Set<String>> constants(List<Expression> values) {
    Set<String> ids = new LinkedHashSet<>();
    for (Expression value : values) {
      if (!(value instanceof Literal literal)) {
        return Optional.empty();
      }
      add(ids, literal.value());
    }
    return Optional.of(ids);
  }

  /** An id is a string; nothing else is equal to one. */
  private static void add(Set<String> ids, JsonNode value) {
    if (value.isTextual()) {
      ids.add(value.textValue());
    }
  }

  private static Set<String> intersection(Set<String> one, Set<String> other) {
    Set<String> both = new LinkedHashSet<>(one);
    both.retainAll(other);
    return both;
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> either = new LinkedHashSet<>(one);
    either.addAll(other);
    return either;
  }
}
