package dev.slicebench.store.internal.documents;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds where a JSON value ends, and holds every byte of it to JSON's grammar. It knows no error:
 * where it finds what it does not know, or more levels than are usual, it says so, and a general
 * parser decides. So it accepts only what such a parser accepts too.
 */
final class JsonScan {

  private static final int MAX_NESTING = 64;

  /** Eight bytes at a time, the first in the lowest bits. */
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long BLANKS = ONES * ' ';

  private final byte[] in;

  JsonScan(byte[] text) {
    this.in = text;
  }

  /** Returns where the blanks end that begin at {@code at}, if any do. */
  int blanks(int at) {
    int end = at;
    while (end < in.length && isBlank(in[end])) {
      end++;
    }
    return end;
  }

  private static boolean isBlank(byte character) {
    return character == ' ' || character == '\n' || character == '\r' || character == '\t';
  }

  /** Returns where the value ends that begins at {@code at}; -1 if that cannot be told. */
  int value(int at) {
    return value(at, 0);
  }

  private int value(int at, int depth) {
    if (at >= in.length) {
      return -1;
    }
    return switch (in[at]) {
      case '"' -> string(at + 1);
      case '{', '[' -> depth == MAX_NESTING ? -1 : inside(at, depth + 1);
      case 't' -> word("true", at);
      case 'f' -> word("false", at);
      case 'n' -> word("null", at);
      default -> number(at);
    };
  }

  private int inside(int open, int depth) {
    boolean isObject = in[open] == '{';
    char close = isObject ? '}' : ']';
    int at = blanks(open + 1);
    if (is(close, at)) {
      return at + 1;
    }
    while (true) {
      if (isObject) {
        int name = is('"', at) ? string(at + 1) : -1;
        at = name < 0 ? -1 : blanks(name);
        if (!is(':', at)) {
          return -1;
        }
        at = blanks(at + 1);
      }
      int end = value(at, depth);
      if (end < 0) {
        return -1;
      }
      at = blanks(end);
      if (is(close, at)) {
        return at + 1;
      }
      if (!is(',', at)) {
        return -1;
      }
      at = blanks(at + 1);
    }
  }

  private boolean is(char character, int at) {
    return at >= 0 && at < in.length && in[at] == character;
  }

  private int word(String word, int at) {
    if (in.length - at < word.length()) {
      return -1;
    }
    for (int i = 1; i < word.length(); i++) {
      if (in[at + i] != word.charAt(i)) {
        return -1;
      }
    }
    return at + word.length();
  }

  private int number(int start) {
    int at = is('-', start) ? start + 1 : start;
    int whole = digits(at);
    if (whole == at || (in[at] == '0' && whole > at + 1)) {
      return -1;
    }
    at = whole;
    if (is('.', at)) {
      int fraction = digits(at + 1);
      if (fraction == at + 1) {
        return -1;
      }
      at = fraction;
    }
    if (is('e', at) || is('E', at)) {
      int sign = is('+', at + 1) || is('-', at + 1) ? at + 2 : at + 1;
      int exponent = digits(sign);
      if (exponent == sign) {
        return -1;
      }
      at = exponent;
    }
    return at;
  }

  /** Returns where the digits end that begin at {@code at}, if any do. */
  int digits(int at) {
    int end = at;
    while (end < in.length && in[end] >= '0' && in[end] <= '9') {
      end++;
    }
    return end;
  }

  private int string(int start) {
    int at = start;
    while (true) {
      at = plain(at);
      if (at >= in.length) {
        return -1;
      }
      byte character = in[at];
      if (character == '"') {
        return at + 1;
      }
      int length = character == '\\' ? escape(at) : utf8(at);
      if (length < 0) {
        return -1;
      }
      at += length;
    }
  }

  /** Returns where the ASCII ends that stands for itself in a string. */
  int plain(int start) {
    byte[] text = in;
    int at = start;
    for (int last = text.length - 8; at <= last; at += 8) {
      long special = special((long) EIGHT.get(text, at));
      if (special != 0) {
        return at + (Long.numberOfTrailingZeros(special) >>> 3);
      }
    }
    while (at < text.length && text[at] >= ' ' && text[at] != '"' && text[at] != '\\') {
      at++;
    }
    return at;
  }

  /**
   * Returns a high bit set in the first byte that is a quote, a backslash, a control character or
   * beyond ASCII, and in none before it; what is set behind it, a borrow may have set. A byte of
   * ASCII less another one has its high bit set where it is smaller.
   */
  private static long special(long eight) {
    return (((eight ^ QUOTES) - ONES) | ((eight ^ BACKSLASHES) - ONES) | (eight - BLANKS) | eight)
        & HIGHS;
  }

  /** Returns the length of an escape; -1 if it is none. */
  private int escape(int at) {
    if (at + 1 >= in.length) {
      return -1;
    }
    if (in[at + 1] != 'u') {
      return "\"\\/bfnrt".indexOf(in[at + 1]) < 0 ? -1 : 2;
    }
    for (int i = at + 2; i < at + 6; i++) {
      if (i >= in.length || Character.digit(in[i], 16) < 0) {
        return -1;
      }
    }
    return 6;
  }

  /** Returns the length of a character beyond ASCII; -1 if it is none. */
  private int utf8(int at) {
    int first = in[at] & 0xff;
    int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || at + length > in.length) {
      return -1;
    }
    for (int i = at + 1; i < at + length; i++) {
      if ((in[i] & 0xc0) != 0x80) {
        return -1;
      }
    }
    return length;
  }
}
