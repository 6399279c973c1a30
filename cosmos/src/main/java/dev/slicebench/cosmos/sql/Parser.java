package dev.slicebench.cosmos.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.cosmos.sql.Expression.AggregateCall;
import dev.slicebench.cosmos.sql.Select.Order;
import dev.slicebench.cosmos.sql.Select.Projection;
import dev.slicebench.cosmos.sql.Select.Sourced;
import dev.slicebench.cosmos.sql.Select.Where;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a query: {@code SELECT … FROM … WHERE … ORDER BY … OFFSET … LIMIT}. */
final class Parser {

  private final Tokens tokens;
  private final Map<String, JsonNode> parameters;

  private Parser(Tokens tokens, Map<String, JsonNode> parameters) {
    this.tokens = tokens;
    this.parameters = parameters;
  }

  static Select parse(String query, Map<String, JsonNode> parameters) {
    Tokens tokens = new Tokens(query);
    return new Parser(tokens, parameters).select(query);
  }

  private Select select(String query) {
    tokens.demand("SELECT");
    boolean distinct = tokens.accept("DISTINCT");
    int top = tokens.accept("TOP") ? wholeNumber() : -1;
    // What the projection's names mean is told by FROM, which comes later.
    int projectionStart = tokens.mark();
    skipProjection();
    String alias = tokens.accept("FROM") ? from() : "";
    int rest = tokens.mark();
    ExpressionParser expressions = new ExpressionParser(tokens, parameters, alias);
    tokens.reset(projectionStart);
    Projection projection = projection(expressions);
    List<AggregateCall> aggregates = expressions.takeAggregates();
    tokens.reset(rest);
    Where where = where(expressions);
    List<Order> orderBy = orderBy(expressions);
    int offset = 0;
    int limit = -1;
    if (tokens.accept("OFFSET")) {
      offset = wholeNumber();
      tokens.demand("LIMIT");
      limit = wholeNumber();
    }
    tokens.requireEnd();
    if (!expressions.takeAggregates().isEmpty()) {
      throw SqlException.wrong("aggregates belong behind SELECT", 0);
    }
    if (!aggregates.isEmpty() && !orderBy.isEmpty()) {
      throw SqlException.unknown("ORDER BY beside an aggregate", query.length());
    }
    return new Select(distinct, top, projection, alias, where, orderBy, offset, limit, aggregates);
  }

  private void skipProjection() {
    int depth = 0;
    while (!tokens.isEnd() && !(depth == 0 && tokens.peek().is("FROM"))) {
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

  private String from() {
    Token name = tokens.name("the name of the collection");
    if (tokens.peek().isSymbol(".") || tokens.peek().isSymbol("[") || tokens.peek().is("IN")) {
      throw SqlException.unknown("FROM over parts of a document", tokens.peek().start());
    }
    if (tokens.peek().is("JOIN")) {
      throw SqlException.unknown("JOIN", tokens.peek().start());
    }
    if (tokens.accept("AS")) {
      return tokens.name("an alias").text();
    }
    Token next = tokens.peek();
    boolean isAlias = next.kind() == Token.Kind.WORD && !Tokens.isReserved(next);
    return isAlias ? tokens.next().text() : name.text();
  }

  private Projection projection(ExpressionParser expressions) {
    if (tokens.acceptSymbol("*")) {
      return new Projection.Star();
    }
    if (tokens.accept("VALUE")) {
      return new Projection.Value(sourced(expressions));
    }
    Map<String, Sourced> columns = new LinkedHashMap<>();
    do {
      int start = tokens.peek().start();
      Sourced column = sourced(expressions);
      String name = columnName(column.expression(), columns.size());
      if (tokens.accept("AS")) {
        name = tokens.name("a column's name").text();
      } else if (tokens.peek().kind() == Token.Kind.WORD && !Tokens.isReserved(tokens.peek())) {
        name = tokens.next().text();
      }
      if (columns.putIfAbsent(name, column) != null) {
        throw SqlException.wrong("two columns are called '" + name + "': use AS", start);
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
    return column instanceof Expression.Root ? tokens.previous().text() : "$" + (number + 1);
  }

  private Sourced sourced(ExpressionParser expressions) {
    int start = tokens.peek().start();
    Expression expression = expressions.expression();
    return new Sourced(expression, tokens.source(start));
  }

  private @Nullable Where where(ExpressionParser expressions) {
    if (!tokens.accept("WHERE")) {
      return null;
    }
    Sourced filter = sourced(expressions);
    return new Where(filter.expression(), filter.source());
  }

  private List<Order> orderBy(ExpressionParser expressions) {
    if (tokens.peek().is("GROUP")) {
      throw SqlException.unknown("GROUP BY", tokens.peek().start());
    }
    List<Order> orderBy = new ArrayList<>();
    if (tokens.accept("ORDER")) {
      tokens.demand("BY");
      do {
        Sourced key = sourced(expressions);
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
    if (!value.isIntegralNumber() || value.longValue() < 0 || !value.canConvertToInt()) {
      throw SqlException.wrong("a whole number, not negative, is expected", token.start());
    }
    return value.intValue();
  }
}
