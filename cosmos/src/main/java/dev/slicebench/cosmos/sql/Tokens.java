package dev.slicebench.cosmos.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A query's tokens, one after the other. */
final class Tokens {

  private static final Set<String> RESERVED =
      Set.of(
          "SELECT",
          "DISTINCT",
          "TOP",
          "VALUE",
          "AS",
          "FROM",
          "JOIN",
          "IN",
          "WHERE",
          "AND",
          "OR",
          "NOT",
          "BETWEEN",
          "LIKE",
          "ESCAPE",
          "EXISTS",
          "ORDER",
          "GROUP",
          "BY",
          "ASC",
          "DESC",
          "OFFSET",
          "LIMIT",
          "NULL",
          "TRUE",
          "FALSE",
          "UNDEFINED",
          "ARRAY",
          "UDF");

  private final String query;
  private final List<Token> tokens;
  private int position;

  Tokens(String query) {
    this.query = query;
    this.tokens = Lexer.tokens(query);
  }

  static boolean isReserved(Token token) {
    return RESERVED.contains(token.text().toUpperCase(Locale.ROOT));
  }

  Token peek() {
    return tokens.get(position);
  }

  Token next() {
    Token token = peek();
    if (token.kind() != Token.Kind.END) {
      position++;
    }
    return token;
  }

  Token previous() {
    return tokens.get(position - 1);
  }

  int mark() {
    return position;
  }

  void reset(int mark) {
    position = mark;
  }

  boolean isEnd() {
    return peek().kind() == Token.Kind.END;
  }

  /** Takes the keyword if it is the next. */
  boolean accept(String keyword) {
    boolean found = peek().is(keyword);
    if (found) {
      position++;
    }
    return found;
  }

  /** Takes the symbol if it is the next. */
  boolean acceptSymbol(String symbol) {
    boolean found = peek().isSymbol(symbol);
    if (found) {
      position++;
    }
    return found;
  }

  void demand(String keyword) {
    if (!accept(keyword)) {
      throw expected(keyword);
    }
  }

  void requireSymbol(String symbol) {
    if (!acceptSymbol(symbol)) {
      throw expected("'" + symbol + "'");
    }
  }

  void requireEnd() {
    if (!isEnd()) {
      throw expected("the end");
    }
  }

  Token name(String what) {
    if (peek().kind() != Token.Kind.WORD || isReserved(peek())) {
      throw expected(what);
    }
    return next();
  }

  SqlException expected(String what) {
    Token found = peek();
    return SqlException.wrong(
        what + " is expected, not " + (isEnd() ? "the end" : "'" + found.text() + "'"),
        found.start());
  }

  /** Returns the query from {@code start} to the last token taken. */
  String source(int start) {
    return query.substring(start, previous().end());
  }
}
