package dev.slicebench.cosmos.sql;

import java.util.Locale;

/**
 * A word of a query.
 *
 * @param text as written; of a string, its value
 * @param start of its first character in the query
 * @param end behind its last character
 */
record Token(Kind kind, String text, int start, int end) {

  enum Kind {
    WORD,
    PARAMETER,
    STRING,
    NUMBER,
    SYMBOL,
    END
  }

  /** Returns whether it is a keyword, which may be written in any case. */
  boolean is(String keyword) {
    return kind == Kind.WORD && text.toUpperCase(Locale.ROOT).equals(keyword);
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }
}
