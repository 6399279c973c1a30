package dev.slicebench.cosmos.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slicebench.cosmos.sql.Expression.AggregateCall;
import dev.slicebench.cosmos.sql.Expression.Comparison;
import dev.slicebench.cosmos.sql.Expression.Comparison.Operator;
import dev.slicebench.cosmos.sql.Expression.Literal;
import dev.slicebench.cosmos.sql.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/** Reads scalar expressions, the loosest operator first. */
final class ExpressionParser {

  private static final Map<String, Operator> COMPARISONS =
      Map.of(
          "=", Operator.EQUAL,
          "!=", Operator.NOT_EQUAL,
          "<>", Operator.NOT_EQUAL,
          "<", Operator.LESS,
          "<=", Operator.LESS_OR_EQUAL,
          ">", Operator.GREATER,
          ">=", Operator.GREATER_OR_EQUAL);

  private final Tokens tokens;
  private final Map<String, JsonNode> parameters;
  private final String alias;
  private List<AggregateCall> aggregates = new ArrayList<>();

  /**
   * For one query.
   *
   * @param alias what it calls a document; empty where it has none
   */
  ExpressionParser(Tokens tokens, Map<String, JsonNode> parameters, String alias) {
    this.tokens = tokens;
    this.parameters = parameters;
    this.alias = alias;
  }

  /** Returns the aggregates read since the last call. */
  List<AggregateCall> takeAggregates() {
    List<AggregateCall> taken = List.copyOf(aggregates);
    aggregates = new ArrayList<>();
    return taken;
  }

  Expression expression() {
    Expression condition = coalesce();
    if (!tokens.acceptSymbol("?")) {
      return condition;
    }
    Expression then = expression();
    tokens.requireSymbol(":");
    return new Expression.Conditional(condition, then, expression());
  }

  private Expression coalesce() {
    Expression left = or();
    while (tokens.acceptSymbol("??")) {
      left = new Expression.Coalesce(left, or());
    }
    return left;
  }

  private Expression or() {
    Expression left = and();
    while (tokens.accept("OR")) {
      left = new Expression.Or(left, and());
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (tokens.accept("AND")) {
      left = new Expression.And(left, not());
    }
    return left;
  }

  private Expression not() {
    return tokens.accept("NOT") ? new Expression.Not(not()) : comparison();
  }

  private Expression comparison() {
    Expression left = concatenation();
    Token next = tokens.peek();
    if (next.kind() == Kind.SYMBOL && COMPARISONS.containsKey(next.text())) {
      tokens.next();
      return new Comparison(
          Objects.requireNonNull(COMPARISONS.get(next.text())), left, concatenation());
    }
    boolean negated = tokens.accept("NOT");
    Expression test = membership(left, negated);
    return negated ? new Expression.Not(test) : test;
  }

  private Expression membership(Expression left, boolean demanded) {
    if (tokens.accept("IN")) {
      tokens.requireSymbol("(");
      return new Expression.In(left, list(")"));
    }
    if (tokens.accept("BETWEEN")) {
      Expression low = concatenation();
      tokens.demand("AND");
      return new Expression.And(
          new Comparison(Operator.GREATER_OR_EQUAL, left, low),
          new Comparison(Operator.LESS_OR_EQUAL, left, concatenation()));
    }
    if (tokens.peek().is("LIKE")) {
      throw SqlException.unknown("LIKE", tokens.peek().start());
    }
    if (demanded) {
      throw tokens.expected("IN or BETWEEN");
    }
    return left;
  }

  private Expression concatenation() {
    Expression left = sum();
    while (tokens.acceptSymbol("||")) {
      left = new Expression.Concatenation(left, sum());
    }
    return left;
  }

  private Expression sum() {
    Expression left = product();
    while (tokens.peek().isSymbol("+") || tokens.peek().isSymbol("-")) {
      left = arithmetic().apply(left, product());
    }
    return left;
  }

  private Expression product() {
    Expression left = unary();
    while (tokens.peek().isSymbol("*")
        || tokens.peek().isSymbol("/")
        || tokens.peek().isSymbol("%")) {
      left = arithmetic().apply(left, unary());
    }
    return left;
  }

  private BinaryOperator<Expression> arithmetic() {
    char operator = tokens.next().text().charAt(0);
    return (left, right) -> new Expression.Arithmetic(operator, left, right);
  }

  private Expression unary() {
    if (tokens.acceptSymbol("-")) {
      return new Expression.Arithmetic('-', new Literal(Values.of(0)), unary());
    }
    if (tokens.acceptSymbol("+")) {
      return unary();
    }
    return properties(primary());
  }

  private Expression properties(Expression base) {
    Expression of = base;
    while (true) {
      if (tokens.acceptSymbol(".")) {
        Token name = tokens.next();
        if (name.kind() != Kind.WORD) {
          throw SqlException.wrong("the name of a property is expected", name.start());
        }
        of = new Expression.Property(of, new Literal(TextNode.valueOf(name.text())));
      } else if (tokens.acceptSymbol("[")) {
        of = new Expression.Property(of, expression());
        tokens.requireSymbol("]");
      } else {
        return of;
      }
    }
  }

  private Expression primary() {
    Token token = tokens.next();
    return switch (token.kind()) {
      case STRING -> new Literal(TextNode.valueOf(token.text()));
      case NUMBER -> new Literal(number(token));
      case PARAMETER -> new Literal(parameter(parameters, token));
      case WORD -> word(token);
      case SYMBOL -> bracketed(token);
      case END -> throw SqlException.wrong("an expression is missing at the end", token.start());
    };
  }

  private Expression bracketed(Token token) {
    switch (token.text()) {
      case "(" -> {
        Expression inner = expression();
        tokens.requireSymbol(")");
        return inner;
      }
      case "[" -> {
        return new Expression.ArrayConstructor(list("]"));
      }
      case "{" -> {
        return object();
      }
      default -> throw SqlException.wrong("'" + token.text() + "' is no expression", token.start());
    }
  }

  private Expression object() {
    Map<String, Expression> properties = new LinkedHashMap<>();
    if (tokens.acceptSymbol("}")) {
      return new Expression.ObjectConstructor(properties);
    }
    do {
      Token name = tokens.next();
      if (name.kind() != Kind.STRING && name.kind() != Kind.WORD) {
        throw SqlException.wrong("the name of a property is expected", name.start());
      }
      tokens.requireSymbol(":");
      properties.put(name.text(), expression());
    } while (tokens.acceptSymbol(","));
    tokens.requireSymbol("}");
    return new Expression.ObjectConstructor(properties);
  }

  /** Expressions up to the closing symbol, which is taken too. */
  private List<Expression> list(String closing) {
    List<Expression> items = new ArrayList<>();
    if (tokens.acceptSymbol(closing)) {
      return items;
    }
    do {
      items.add(expression());
    } while (tokens.acceptSymbol(","));
    tokens.requireSymbol(closing);
    return items;
  }

  private Expression word(Token token) {
    switch (token.text().toUpperCase(Locale.ROOT)) {
      case "TRUE" -> {
        return new Literal(Values.of(true));
      }
      case "FALSE" -> {
        return new Literal(Values.of(false));
      }
      case "NULL" -> {
        return new Literal(NullNode.getInstance());
      }
      case "UNDEFINED" -> {
        return new Literal(Values.UNDEFINED);
      }
      case "EXISTS", "ARRAY", "SELECT" -> throw SqlException.unknown("subqueries", token.start());
      default -> {
        return tokens.acceptSymbol("(") ? call(token) : root(token);
      }
    }
  }

  private Expression root(Token token) {
    if (token.text().equals(alias)) {
      return new Expression.Root();
    }
    if (token.is("UDF")) {
      throw SqlException.unknown("user-defined functions", token.start());
    }
    throw SqlException.wrong(
        "Identifier '" + token.text() + "' could not be resolved", token.start());
  }

  private Expression call(Token token) {
    String name = token.text().toUpperCase(Locale.ROOT);
    List<Expression> arguments = list(")");
    for (Aggregate aggregate : Aggregate.values()) {
      if (aggregate.name().equals(name) && arguments.size() == 1) {
        AggregateCall call =
            new AggregateCall(aggregate, arguments.get(0), String.valueOf(aggregates.size()));
        aggregates.add(call);
        return call;
      }
    }
    ScalarFunction function =
        Stream.of(ScalarFunction.values())
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow(
                () -> SqlException.unknown("the function '" + token.text() + "'", token.start()));
    if (!function.takes(arguments.size())) {
      throw SqlException.wrong(
          "'" + token.text() + "' does not take " + arguments.size() + " arguments", token.start());
    }
    return new Expression.Call(function, arguments);
  }

  static JsonNode parameter(Map<String, JsonNode> parameters, Token token) {
    JsonNode value = parameters.get(token.text());
    if (value == null) {
      throw SqlException.wrong("the parameter '" + token.text() + "' has no value", token.start());
    }
    return value;
  }

  static JsonNode number(Token token) {
    try {
      return Values.of(Double.parseDouble(token.text()));
    } catch (NumberFormatException e) {
      throw SqlException.wrong("'" + token.text() + "' is no number", token.start());
    }
  }
}
