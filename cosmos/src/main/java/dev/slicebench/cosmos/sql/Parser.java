package dev.slicebench.cosmos.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.cosmos.sql.Expression.AggregateCall;
import dev.slicebench.cosmos.sql.Select.From;
import dev.slicebench.cosmos.sql.Select.Join;
import dev.slicebench.cosmos.sql.Select.Order;
import dev.slicebench.cosmos.sql.Select.Projection;
import dev.slicebench.cosmos.sql.Select.Sourced;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a query: {@code SELECT … FROM … WHERE … GROUP BY … ORDER BY … OFFSET … LIMIT}. */
final class Parser {

  /** The service's limit. */
  private static final int MAX_CHARACTERS = 256 * 1024;

  private final Tokens tokens;
  private final Map<String, JsonNode> parameters;
  private final Map<String, Integer> names = new LinkedHashMap<>();
  private final ExpressionParser expressions;

  private Parser(Tokens tokens, Map<String, JsonNode> parameters) {
    this.tokens = tokens;
    this.parameters = parameters;
    this.expressions = new ExpressionParser(tokens, parameters, names);
  }

  static Select parse(String query, Map<String, JsonNode> parameters) {
    if (query.length() > MAX_CHARACTERS) {
      throw SqlException.refused("a query has at most " + MAX_CHARACTERS + " characters");
    }
    return new Parser(new Tokens(query), parameters).select();
  }

  private Select select() {
    tokens.demand("SELECT");
    boolean distinct = tokens.accept("DISTINCT");
    int top = tokens.accept("TOP") ? wholeNumber() : -1;
    // What the projection's names mean is told by FROM, which comes later.
    int projectionStart = tokens.mark();
    skipProjection();
    int projectionEnd = tokens.mark();
    From from = tokens.accept("FROM") ? from() : null;
    int rest = tokens.mark();
    tokens.reset(projectionStart);
    Projection projection = projection(from);
    List<AggregateCall> aggregates = expressions.takeAggregates();
    if (tokens.mark() != projectionEnd) {
      throw tokens.expected("',' or FROM");
    }
    tokens.reset(rest);
    Sourced where = tokens.accept("WHERE") ? sourced() : null;
    List<Sourced> groupBy = groupBy();
    List<Order> orderBy = orderBy();
    int offset = 0;
    int limit = -1;
    if (tokens.accept("OFFSET")) {
      offset = wholeNumber();
      tokens.demand("LIMIT");
      limit = wholeNumber();
    }
    tokens.requireEnd();
    if (!expressions.takeAggregates().isEmpty()) {
      throw SqlException.refused("aggregates belong behind SELECT");
    }
    Select select =
        new Select(
            distinct, top, projection, from, where, groupBy, orderBy, offset, limit, aggregates);
    Rules.check(select);
    return select;
  }

  /** Up to {@code FROM}, or where the query goes on without it. */
  private void skipProjection() {
    int depth = 0;
    while (!tokens.isEnd() && !(depth == 0 && isBehindProjection(tokens.peek()))) {
      Token token = tokens.next();
      if (token.is("SELECT")) {
        throw SqlException.unknown("subqueries", token.start());
      }
      if (token.isSymbol("(") || token.isSymbol("[") || token.isSymbol("{")) {
        depth++;
      } else if (token.isSymbol(")") || token.isSymbol("]") || token.isSymbol("}")) {
        depth--;
      }
    }
  }

  private static boolean isBehindProjection(Token token) {
    return token.is("FROM")
        || token.is("WHERE")
        || token.is("GROUP")
        || token.is("ORDER")
        || token.is("OFFSET");
  }

  private From from() {
    List<Join> joins = new ArrayList<>();
    if (tokens.peek().isSymbol("(")) {
      throw SqlException.unknown("FROM over a subquery", tokens.peek().start());
    }
    Token first = tokens.name("the name of the collection");
    String root = first.text();
    if (tokens.accept("IN")) {
      // Its items are those of a JOIN, and the document itself has no name then.
      root = tokens.name("the name of the collection").text();
      names.put(root, 0);
      Sourced array = path(root);
      names.clear();
      names.put(first.text(), 1);
      joins.add(new Join(first.text(), array));
    } else {
      if (tokens.peek().isSymbol(".") || tokens.peek().isSymbol("[")) {
        throw SqlException.unknown("FROM over a part of a document", tokens.peek().start());
      }
      Token next = tokens.peek();
      if (tokens.accept("AS") || (next.kind() == Token.Kind.WORD && !Tokens.isReserved(next))) {
        root = tokens.name("an alias").text();
      }
      names.put(root, 0);
    }
    while (tokens.accept("JOIN")) {
      if (tokens.peek().isSymbol("(")) {
        throw SqlException.unknown("JOIN with a subquery", tokens.peek().start());
      }
      Token name = tokens.name("an alias");
      tokens.demand("IN");
      if (tokens.peek().isSymbol("(")) {
        throw SqlException.unknown("JOIN with a subquery", tokens.peek().start());
      }
      Sourced array = path(tokens.name("what is joined").text());
      joins.add(new Join(name.text(), array));
      if (names.putIfAbsent(name.text(), joins.size()) != null) {
        throw SqlException.wrong("two sources are called '" + name.text() + "'", name.start());
      }
    }
    return new From(root, joins);
  }

  /** What begins with a name, which is taken already. */
  private Sourced path(String name) {
    Token start = tokens.previous();
    Integer source = names.get(name);
    if (source == null) {
      throw SqlException.wrong("Identifier '" + name + "' could not be resolved", start.start());
    }
    Expression path = expressions.properties(new Expression.Source(source));
    return new Sourced(path, tokens.source(start.start()));
  }

  private Projection projection(@Nullable From from) {
    Token start = tokens.peek();
    if (tokens.acceptSymbol("*")) {
      if (from == null || names.size() != 1) {
        throw SqlException.wrong("'SELECT *' is only valid with a single input set", start.start());
      }
      return new Projection.Star(
          new Expression.Source(Objects.requireNonNull(names.values().iterator().next())));
    }
    if (tokens.accept("VALUE")) {
      return new Projection.Value(sourced());
    }
    Map<String, Sourced> columns = new LinkedHashMap<>();
    do {
      int columnStart = tokens.peek().start();
      Sourced column = sourced();
      String name = columnName(column.expression(), columns.size());
      if (tokens.accept("AS")) {
        name = tokens.name("a column's name").text();
      } else if (tokens.peek().kind() == Token.Kind.WORD && !Tokens.isReserved(tokens.peek())) {
        name = tokens.next().text();
      }
      if (columns.putIfAbsent(name, column) != null) {
        throw SqlException.wrong("two columns are called '" + name + "': use AS", columnStart);
      }
    } while (tokens.acceptSymbol(","));
    return new Projection.Columns(columns);
  }

  private String columnName(Expression column, int number) {
    if (column instanceof Expression.Property property
        && property.key() instanceof Expression.Literal literal
        && literal.value().isTextual()) {
      return literal.value().textValue();
    }
    return column instanceof Expression.Source ? tokens.previous().text() : "$" + (number + 1);
  }

  private Sourced sourced() {
    int start = tokens.peek().start();
    Expression expression = expressions.expression();
    return new Sourced(expression, tokens.source(start));
  }

  private List<Sourced> groupBy() {
    List<Sourced> groupBy = new ArrayList<>();
    if (tokens.accept("GROUP")) {
      tokens.demand("BY");
      do {
        groupBy.add(sourced());
      } while (tokens.acceptSymbol(","));
    }
    return List.copyOf(groupBy);
  }

  private List<Order> orderBy() {
    List<Order> orderBy = new ArrayList<>();
    if (tokens.accept("ORDER")) {
      tokens.demand("BY");
      if (tokens.peek().is("RANK") && !names.containsKey(tokens.peek().text())) {
        throw SqlException.unknown("ORDER BY RANK", tokens.peek().start());
      }
      do {
        Sourced key = sourced();
        boolean descending = tokens.accept("DESC");
        if (!descending) {
          tokens.accept("ASC");
        }
        orderBy.add(new Order(key.expression(), key.source(), descending));
      } while (tokens.acceptSymbol(","));
    }
    return List.copyOf(orderBy);
  }

  private int wholeNumber() {
    Token token = tokens.next();
    JsonNode value =
        token.kind() == Token.Kind.PARAMETER
            ? ExpressionParser.parameter(parameters, token)
            : ExpressionParser.number(token);
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
      throw SqlException.wrong("a whole number, not negative, is expected", token.start());
    }
    return value.intValue();
  }
}
