package dev.slicebench.cosmos.sql;

import dev.slicebench.cosmos.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Cuts a query into tokens. */
final class Lexer {

  private static final List<String> SYMBOLS =
      List.of(
          "<=", ">=", "<>", "!=", "||", "??", "=", "<", ">", "+", "-", "*", "/", "%", "(", ")", "[",
          "]", "{", "}", ",", ".", ":", "?");

  private final String query;
  private int position;

  private Lexer(String query) {
    this.query = query;
  }

  /** Returns the query's tokens; the last one is its end. */
  static List<Token> tokens(String query) {
    Lexer lexer = new Lexer(query);
    List<Token> tokens = new ArrayList<>();
    Token token = lexer.next();
    while (token.kind() != Kind.END) {
      tokens.add(token);
      token = lexer.next();
    }
    tokens.add(token);
    return tokens;
  }

  private Token next() {
    skipBlanks();
    int start = position;
    if (start == query.length()) {
      return new Token(Kind.END, "", start, start);
    }
    char first = query.charAt(start);
    if (first == '\'' || first == '"') {
      return string(first);
    }
    if (isDigit(first)
        || (first == '.' && start + 1 < query.length() && isDigit(query.charAt(start + 1)))) {
      return number();
    }
    if (first == '@') {
      position++;
      skipWord();
      return token(Kind.PARAMETER, start);
    }
    if (Character.isLetter(first) || first == '_' || first == '$') {
      skipWord();
      return token(Kind.WORD, start);
    }
    if (("&|^~".indexOf(first) >= 0 && !query.startsWith("||", start))
        || query.startsWith("<<", start)
        || query.startsWith(">>", start)) {
      throw SqlException.unknown("bitwise operators", start);
    }
    return symbols()
        .map(
            symbol -> {
              position += symbol.length();
              return token(Kind.SYMBOL, start);
            })
        .findFirst()
        .orElseThrow(() -> SqlException.wrong("'" + first + "' is no part of a query", start));
  }

  private Stream<String> symbols() {
    return SYMBOLS.stream().filter(symbol -> query.startsWith(symbol, position)).limit(1);
  }

  private Token token(Kind kind, int start) {
    return new Token(kind, query.substring(start, position), start, position);
  }

  private void skipBlanks() {
    while (position < query.length()) {
      if (query.startsWith("--", position)) {
        int end = query.indexOf('\n', position);
        position = end < 0 ? query.length() : end;
      } else if (Character.isWhitespace(query.charAt(position))) {
        position++;
      } else {
        return;
      }
    }
  }

  private void skipWord() {
    while (position < query.length()
        && (Character.isLetterOrDigit(query.charAt(position))
            || query.charAt(position) == '_'
            || query.charAt(position) == '$')) {
      position++;
    }
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private Token number() {
    int start = position;
    skipDigits();
    if (position < query.length() && query.charAt(position) == '.') {
      position++;
      skipDigits();
    }
    if (position < query.length() && Character.toLowerCase(query.charAt(position)) == 'e') {
      position++;
      if (position < query.length() && "+-".indexOf(query.charAt(position)) >= 0) {
        position++;
      }
      int exponent = position;
      skipDigits();
      if (position == exponent) {
        throw SqlException.wrong("a number's exponent is missing", start);
      }
    }
    return token(Kind.NUMBER, start);
  }

  private void skipDigits() {
    while (position < query.length() && isDigit(query.charAt(position))) {
      position++;
    }
  }

  private Token string(char quote) {
    int start = position++;
    StringBuilder value = new StringBuilder();
    while (position < query.length() && query.charAt(position) != quote) {
      char character = query.charAt(position++);
      value.append(character == '\\' ? escaped(start) : character);
    }
    if (position == query.length()) {
      throw SqlException.wrong("a string has no end", start);
    }
    position++;
    return new Token(Kind.STRING, value.toString(), start, position);
  }

  private char escaped(int start) {
    if (position == query.length()) {
      throw SqlException.wrong("a string has no end", start);
    }
    char escape = query.charAt(position++);
    return switch (escape) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case '\'', '"', '\\', '/' -> escape;
      case 'u' -> {
        if (position + 4 > query.length()
            || !query.substring(position, position + 4).matches("[0-9A-Fa-f]{4}")) {
          throw SqlException.wrong("\\u needs four hexadecimal digits", position);
        }
        position += 4;
        yield (char) Integer.parseInt(query.substring(position - 4, position), 16);
      }
      default -> throw SqlException.wrong("'\\" + escape + "' is no escape", position - 2);
    };
  }
}
