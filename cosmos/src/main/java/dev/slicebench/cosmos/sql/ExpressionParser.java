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

  /** So deep that no stack overflows while a query is read. */
  private static final int MAX_DEPTH = 128;

  /** So many that no stack overflows while it is evaluated. */
  private static final int MAX_OPERATORS = 2000;

  private final Tokens tokens;
  private final Map<String, JsonNode> parameters;
  private final Map<String, Integer> sources;
  private List<AggregateCall> aggregates = new ArrayList<>();
  private int depth;
  private int operators;

  /**
   * For one query.
   *
   * @param sources the numbers of its sources by their names; those that are known by then
   */
  ExpressionParser(Tokens tokens, Map<String, JsonNode> parameters, Map<String, Integer> sources) {
    this.tokens = tokens;
    this.parameters = parameters;
    this.sources = sources;
  }

  /** Returns the aggregates read since the last call. */
  List<AggregateCall> takeAggregates() {
    List<AggregateCall> taken = List.copyOf(aggregates);
    aggregates = new ArrayList<>();
    return taken;
  }

  Expression expression() {
    deeper();
    Expression condition = coalesce();
    if (acceptOperator("?")) {
      Expression then = expression();
      tokens.requireSymbol(":");
      condition = new Expression.Conditional(condition, then, expression());
    }
    depth--;
    return condition;
  }

  private void deeper() {
    if (++depth > MAX_DEPTH) {
      throw SqlException.wrong(
          "expressions are nested deeper than " + MAX_DEPTH, tokens.peek().start());
    }
  }

  private void count() {
    if (++operators > MAX_OPERATORS) {
      throw SqlException.wrong(
          "a query has at most " + MAX_OPERATORS + " operators", tokens.previous().start());
    }
  }

  private boolean acceptOperator(String symbol) {
    boolean found = tokens.acceptSymbol(symbol);
    if (found) {
      count();
    }
    return found;
  }

  private boolean acceptWord(String keyword) {
    boolean found = tokens.accept(keyword);
    if (found) {
      count();
    }
    return found;
  }

  private Expression coalesce() {
    Expression left = or();
    while (acceptOperator("??")) {
      left = new Expression.Coalesce(left, or());
    }
    return left;
  }

  private Expression or() {
    Expression left = and();
    while (acceptWord("OR")) {
      left = new Expression.Or(left, and());
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (acceptWord("AND")) {
      left = new Expression.And(left, not());
    }
    return left;
  }

  private Expression not() {
    if (!tokens.accept("NOT")) {
      return comparison();
    }
    deeper();
    Expression negated = new Expression.Not(not());
    depth--;
    return negated;
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
    if (tokens.accept("LIKE")) {
      Expression pattern = concatenation();
      return new Expression.Like(left, pattern, tokens.accept("ESCAPE") ? escape() : "");
    }
    if (demanded) {
      throw tokens.expected("IN, BETWEEN or LIKE");
    }
    return left;
  }

  private String escape() {
    Token character = tokens.next();
    if (character.kind() != Kind.STRING || character.text().length() != 1) {
      throw SqlException.wrong("one character in quotes is expected", character.start());
    }
    return character.text();
  }

  private Expression concatenation() {
    Expression left = sum();
    while (acceptOperator("||")) {
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
    count();
    char operator = tokens.next().text().charAt(0);
    return (left, right) -> new Expression.Arithmetic(operator, left, right);
  }

  private Expression unary() {
    boolean minus = tokens.acceptSymbol("-");
    if (!minus && !tokens.acceptSymbol("+")) {
      return properties(primary());
    }
    deeper();
    Expression operand = unary();
    depth--;
    Literal zero = new Literal(Values.of(0));
    return new Expression.Arithmetic(minus ? '-' : '+', zero, operand);
  }

  /** Returns the property of {@code base} that follows; {@code base} itself where none does. */
  Expression properties(Expression base) {
    Expression of = base;
    while (true) {
      if (acceptOperator(".")) {
        Token name = tokens.name("the name of a property");
        of = new Expression.Property(of, new Literal(TextNode.valueOf(name.text())));
      } else if (acceptOperator("[")) {
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
    Integer source = sources.get(token.text());
    if (source != null) {
      return new Expression.Source(source);
    }
    if (token.is("UDF")) {
      throw SqlException.unknown("user-defined functions", token.start());
    }
    throw SqlException.wrong(
        "Identifier '" + token.text() + "' could not be resolved", token.start());
  }

  private Expression call(Token token) {
    int before = aggregates.size();
    List<Expression> arguments = list(")");
    for (Aggregate aggregate : Aggregate.values()) {
      if (token.is(aggregate.name()) && arguments.size() == 1) {
        if (aggregates.size() > before) {
          throw SqlException.wrong("an aggregate of an aggregate is no value", token.start());
        }
        AggregateCall call = new AggregateCall(aggregate, arguments.get(0), before);
        aggregates.add(call);
        return call;
      }
    }
    ScalarFunction function = ScalarFunction.of(token);
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
      JsonNode number = Values.of(Double.parseDouble(token.text()));
      if (!Values.isUndefined(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused as what is beyond all numbers.
    }
    throw SqlException.wrong("'" + token.text() + "' is no number", token.start());
  }
}
