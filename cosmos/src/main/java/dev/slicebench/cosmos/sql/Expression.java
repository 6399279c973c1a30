package dev.slicebench.cosmos.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A scalar expression; its value for a row may be undefined. */
sealed interface Expression {

  JsonNode evaluate(Row row);

  /** Returns the expressions that it is made of. */
  List<Expression> parts();

  /** A constant, or a parameter's value. */
  record Literal(JsonNode value) implements Expression {
    @Override
    public JsonNode evaluate(Row row) {
      return value;
    }

    @Override
    public List<Expression> parts() {
      return List.of();
    }
  }

  /** What a name of {@code FROM} stands for; the first is the document itself. */
  record Source(int number) implements Expression {
    @Override
    public JsonNode evaluate(Row row) {
      return row.sources().get(number);
    }

    @Override
    public List<Expression> parts() {
      return List.of();
    }
  }

  /** {@code base.name}, {@code base['name']}, {@code base[0]}. */
  record Property(Expression base, Expression key) implements Expression {
    @Override
    public JsonNode evaluate(Row row) {
      JsonNode of = base.evaluate(row);
      JsonNode name = key.evaluate(row);
      if (of.isObject() && name.isTextual()) {
        return of.path(name.textValue());
      }
      return of.isArray() && name.isIntegralNumber() && name.canConvertToInt()
          ? of.path(name.intValue())
          : Values.UNDEFINED;
    }

    /** Returns whether it is this property of the document itself. */
    boolean isRoot(String name) {
      return base instanceof Source source
          && source.number == 0
          && key instanceof Literal literal
          && literal.value.isTextual()
          && literal.value.textValue().equals(name);
    }

    @Override
    public List<Expression> parts() {
      return List.of(base, key);
    }
  }

  /** {@code NOT}. */
  record Not(Expression operand) implements Expression {
    @Override
    public JsonNode evaluate(Row row) {
      JsonNode value = operand.evaluate(row);
      return value.isBoolean() ? Values.of(!value.booleanValue()) : Values.UNDEFINED;
    }

    @Override
    public List<Expression> parts() {
      return List.of(operand);
    }
  }

  /** {@code AND}: false where one is false, even if the other is undefined. */
  record And(Expression left, Expression right) implements Expression {
    @Override
    public JsonNode evaluate(Row row) {
      JsonNode one = left.evaluate(row);
      if (one.isBoolean() && !one.booleanValue()) {
        return one;
      }
      JsonNode other = right.evaluate(row);
      if (other.isBoolean() && !other.booleanValue()) {
        return other;
      }
      return one.isBoolean() && other.isBoolean() ? Values.of(true) : Values.UNDEFINED;
    }

    @Override
    public List<Expression> parts() {
      return List.of(left, right);
    }
  }

  /** {@code OR}: true where one is true, even if the other is undefined. */
  record Or(Expression left, Expression right) implements Expression {
    @Override
    public JsonNode evaluate(Row row) {
      JsonNode one = left.evaluate(row);
      if (Values.isTrue(one)) {
        return one;
      }
      JsonNode other = right.evaluate(row);
      if (Values.isTrue(other)) {
        return other;
      }
      return one.isBoolean() && other.isBoolean() ? Values.of(false) : Values.UNDEFINED;
    }

    @Override
    public List<Expression> parts() {
      return List.of(left, right);
    }
  }

  /**
   * A comparison; undefined across types, and between arrays or objects other than by {@code =}.
   */
  record Comparison(Operator operator, Expression left, Expression right) implements Expression {

    enum Operator {
      EQUAL,
      NOT_EQUAL,
      LESS,
      LESS_OR_EQUAL,
      GREATER,
      GREATER_OR_EQUAL
    }

    @Override
    public JsonNode evaluate(Row row) {
      JsonNode one = left.evaluate(row);
      JsonNode other = right.evaluate(row);
      if (Values.isUndefined(one) || !Values.sameType(one, other)) {
        return Values.UNDEFINED;
      }
      if (operator == Operator.EQUAL) {
        return Values.of(Values.same(one, other));
      }
      if (one.isContainerNode()) {
        return Values.UNDEFINED;
      }
      int order = Values.compare(one, other);
      return Values.of(
          switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
          });
    }

    @Override
    public List<Expression> parts() {
      return List.of(left, right);
    }
  }

  /** Arithmetic; undefined for what is no number. */
  record Arithmetic(char operator, Expression left, Expression right) implements Expression {
    @Override
    public JsonNode evaluate(Row row) {
      JsonNode one = left.evaluate(row);
      JsonNode other = right.evaluate(row);
      if (!one.isNumber() || !other.isNumber()) {
        return Values.UNDEFINED;
      }
      double a = one.doubleValue();
      double b = other.doubleValue();
      double result =
          switch (operator) {
            case '+' -> a + b;
            case '-' -> a - b;
            case '*' -> a * b;
            case '/' -> a / b;
            case '%' -> a % b;
            default -> throw new IllegalArgumentException("no operator: " + operator);
          };
      return Values.of(result);
    }

    @Override
    public List<Expression> parts() {
      return List.of(left, right);
    }
  }

  /** {@code ||} of strings. */
  record Concatenation(Expression left, Expression right) implements Expression {
    @Override
    public JsonNode evaluate(Row row) {
      JsonNode one = left.evaluate(row);
      JsonNode other = right.evaluate(row);
      return one.isTextual() && other.isTextual()
          ? TextFunctions.of(one.textValue() + other.textValue())
          : Values.UNDEFINED;
    }

    @Override
    public List<Expression> parts() {
      return List.of(left, right);
    }
  }

  /** {@code a ?? b}: the second where the first is undefined. */
  record Coalesce(Expression left, Expression right) implements Expression {
    @Override
    public JsonNode evaluate(Row row) {
      JsonNode one = left.evaluate(row);
      return Values.isUndefined(one) ? right.evaluate(row) : one;
    }

    @Override
    public List<Expression> parts() {
      return List.of(left, right);
    }
  }

  /** {@code condition ? a : b}. */
  record Conditional(Expression condition, Expression then, Expression otherwise)
      implements Expression {
    @Override
    public JsonNode evaluate(Row row) {
      return Values.isTrue(condition.evaluate(row)) ? then.evaluate(row) : otherwise.evaluate(row);
    }

    @Override
    public List<Expression> parts() {
      return List.of(condition, then, otherwise);
    }
  }

  /** {@code IN}: equal to one of the choices. */
  record In(Expression operand, List<Expression> choices) implements Expression {
    @Override
    public JsonNode evaluate(Row row) {
      JsonNode value = operand.evaluate(row);
      if (Values.isUndefined(value)) {
        return Values.UNDEFINED;
      }
      return Values.of(
          choices.stream().anyMatch(choice -> Values.same(choice.evaluate(row), value)));
    }

    @Override
    public List<Expression> parts() {
      return Stream.concat(Stream.of(operand), choices.stream()).toList();
    }
  }

  /** {@code LIKE}; undefined for what is no string. */
  record Like(Expression operand, Expression pattern, String escape) implements Expression {
    @Override
    public JsonNode evaluate(Row row) {
      JsonNode text = operand.evaluate(row);
      JsonNode wanted = pattern.evaluate(row);
      return text.isTextual() && wanted.isTextual()
          ? Values.of(LikePattern.of(wanted.textValue(), escape).matches(text.textValue()))
          : Values.UNDEFINED;
    }

    @Override
    public List<Expression> parts() {
      return List.of(operand, pattern);
    }
  }

  /** A call of a built-in function. */
  record Call(ScalarFunction function, List<Expression> arguments) implements Expression {
    @Override
    public JsonNode evaluate(Row row) {
      return function.apply(arguments.stream().map(argument -> argument.evaluate(row)).toList());
    }

    @Override
    public List<Expression> parts() {
      return arguments;
    }
  }

  /** <code>{"a": x}</code>; an undefined property is left out. */
  record ObjectConstructor(Map<String, Expression> properties) implements Expression {
    @Override
    public JsonNode evaluate(Row row) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      properties.forEach(
          (name, property) -> {
            JsonNode value = property.evaluate(row);
            if (!Values.isUndefined(value)) {
              object.set(name, value);
            }
          });
      return object;
    }

    @Override
    public List<Expression> parts() {
      return List.copyOf(properties.values());
    }
  }

  /** {@code [x, y]}; an undefined item is left out. */
  record ArrayConstructor(List<Expression> items) implements Expression {
    @Override
    public JsonNode evaluate(Row row) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (Expression item : items) {
        JsonNode value = item.evaluate(row);
        if (!Values.isUndefined(value)) {
          array.add(value);
        }
      }
      return array;
    }

    @Override
    public List<Expression> parts() {
      return items;
    }
  }

  /**
   * An aggregate; its value comes from all rows, and stands in the row that it is evaluated for.
   */
  record AggregateCall(Aggregate aggregate, Expression operand, int slot) implements Expression {
    @Override
    public JsonNode evaluate(Row row) {
      return row.aggregates().get(slot);
    }

    @Override
    public List<Expression> parts() {
      return List.of(operand);
    }
  }
}
