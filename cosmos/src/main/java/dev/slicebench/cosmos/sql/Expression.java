package dev.slicebench.cosmos.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** A scalar expression; its value for a document may be undefined. */
sealed interface Expression {

  JsonNode evaluate(JsonNode document);

  /** A constant, or a parameter's value. */
  record Literal(JsonNode value) implements Expression {
    @Override
    public JsonNode evaluate(JsonNode document) {
      return value;
    }
  }

  /** The document itself. */
  record Root() implements Expression {
    @Override
    public JsonNode evaluate(JsonNode document) {
      return document;
    }
  }

  /** {@code base.name}, {@code base['name']}, {@code base[0]}. */
  record Property(Expression base, Expression key) implements Expression {
    @Override
    public JsonNode evaluate(JsonNode document) {
      JsonNode of = base.evaluate(document);
      JsonNode name = key.evaluate(document);
      if (of.isObject() && name.isTextual()) {
        return of.path(name.textValue());
      }
      return of.isArray() && name.isIntegralNumber() ? of.path(name.intValue()) : Values.UNDEFINED;
    }

    /** Returns whether it is this property of the document itself. */
    boolean isRoot(String name) {
      return base instanceof Root
          && key instanceof Literal literal
          && literal.value.isTextual()
          && literal.value.textValue().equals(name);
    }
  }

  /** {@code NOT}. */
  record Not(Expression operand) implements Expression {
    @Override
    public JsonNode evaluate(JsonNode document) {
      JsonNode value = operand.evaluate(document);
      return value.isBoolean() ? Values.of(!value.booleanValue()) : Values.UNDEFINED;
    }
  }

  /** {@code AND}: false where one is false, even if the other is undefined. */
  record And(Expression left, Expression right) implements Expression {
    @Override
    public JsonNode evaluate(JsonNode document) {
      JsonNode one = left.evaluate(document);
      if (one.isBoolean() && !one.booleanValue()) {
        return one;
      }
      JsonNode other = right.evaluate(document);
      if (other.isBoolean() && !other.booleanValue()) {
        return other;
      }
      return one.isBoolean() && other.isBoolean() ? Values.of(true) : Values.UNDEFINED;
    }
  }

  /** {@code OR}: true where one is true, even if the other is undefined. */
  record Or(Expression left, Expression right) implements Expression {
    @Override
    public JsonNode evaluate(JsonNode document) {
      JsonNode one = left.evaluate(document);
      if (Values.isTrue(one)) {
        return one;
      }
      JsonNode other = right.evaluate(document);
      if (Values.isTrue(other)) {
        return other;
      }
      return one.isBoolean() && other.isBoolean() ? Values.of(false) : Values.UNDEFINED;
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
    public JsonNode evaluate(JsonNode document) {
      JsonNode one = left.evaluate(document);
      JsonNode other = right.evaluate(document);
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
  }

  /** Arithmetic; undefined for what is no number. */
  record Arithmetic(char operator, Expression left, Expression right) implements Expression {
    @Override
    public JsonNode evaluate(JsonNode document) {
      JsonNode one = left.evaluate(document);
      JsonNode other = right.evaluate(document);
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
      return Double.isFinite(result) ? Values.of(result) : Values.UNDEFINED;
    }
  }

  /** {@code ||} of strings. */
  record Concatenation(Expression left, Expression right) implements Expression {
    @Override
    public JsonNode evaluate(JsonNode document) {
      JsonNode one = left.evaluate(document);
      JsonNode other = right.evaluate(document);
      return one.isTextual() && other.isTextual()
          ? JsonNodeFactory.instance.textNode(one.textValue() + other.textValue())
          : Values.UNDEFINED;
    }
  }

  /** {@code a ?? b}: the second where the first is undefined. */
  record Coalesce(Expression left, Expression right) implements Expression {
    @Override
    public JsonNode evaluate(JsonNode document) {
      JsonNode one = left.evaluate(document);
      return Values.isUndefined(one) ? right.evaluate(document) : one;
    }
  }

  /** {@code condition ? a : b}. */
  record Conditional(Expression condition, Expression then, Expression otherwise)
      implements Expression {
    @Override
    public JsonNode evaluate(JsonNode document) {
      return Values.isTrue(condition.evaluate(document))
          ? then.evaluate(document)
          : otherwise.evaluate(document);
    }
  }

  /** {@code IN}: equal to one of the choices. */
  record In(Expression operand, List<Expression> choices) implements Expression {
    @Override
    public JsonNode evaluate(JsonNode document) {
      JsonNode value = operand.evaluate(document);
      if (Values.isUndefined(value)) {
        return Values.UNDEFINED;
      }
      return Values.of(
          choices.stream().anyMatch(choice -> Values.same(choice.evaluate(document), value)));
    }
  }

  /** A call of a built-in function. */
  record Call(ScalarFunction function, List<Expression> arguments) implements Expression {
    @Override
    public JsonNode evaluate(JsonNode document) {
      return function.apply(
          arguments.stream().map(argument -> argument.evaluate(document)).toList());
    }
  }

  /** <code>{"a": x}</code>; an undefined property is left out. */
  record ObjectConstructor(Map<String, Expression> properties) implements Expression {
    @Override
    public JsonNode evaluate(JsonNode document) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      properties.forEach(
          (name, property) -> {
            JsonNode value = property.evaluate(document);
            if (!Values.isUndefined(value)) {
              object.set(name, value);
            }
          });
      return object;
    }
  }

  /** {@code [x, y]}; an undefined item is left out. */
  record ArrayConstructor(List<Expression> items) implements Expression {
    @Override
    public JsonNode evaluate(JsonNode document) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (Expression item : items) {
        JsonNode value = item.evaluate(document);
        if (!Values.isUndefined(value)) {
          array.add(value);
        }
      }
      return array;
    }
  }

  /**
   * An aggregate; its value comes from all rows, and stands in the row that it is evaluated for.
   */
  record AggregateCall(Aggregate aggregate, Expression operand, String slot) implements Expression {
    @Override
    public JsonNode evaluate(JsonNode aggregates) {
      return aggregates.path(slot);
    }
  }
}
