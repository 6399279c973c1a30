package dev.slicebench.store.internal.documents;

import dev.slicebench.store.Json;
import java.util.Arrays;

/**
 * Tells of most data, without a parser, that every store gives it back: its text is ASCII without
 * escapes, its numbers are whole, its objects are few and small, and have no name twice. Of the
 * rest it tells nothing. Not safe for use by many threads.
 */
final class PlainJson {

  private static final int MAX_NESTING = 32;

  /** Of all objects that are open at one place. */
  private static final int MAX_NAMES = 64;

  /** A whole number of as many digits is within a double. */
  private static final int MAX_DIGITS = 300;

  /** The data, and a byte that ends whatever it is in, since an older value may stand behind. */
  private byte[] text = new byte[0];

  private JsonScan scan = new JsonScan(text);

  /** How many names there were where the array or object of each level began. */
  private final int[] namesBefore = new int[MAX_NESTING];

  private int depth;

  /** Where each begins and ends. */
  private final int[] names = new int[2 * MAX_NAMES];

  private int nameCount;

  /** Returns whether {@code data} is known to be such a value. */
  boolean isOne(Json data) {
    int length = data.sizeBytes();
    if (text.length <= length) {
      text = new byte[length + 1];
      scan = new JsonScan(text);
    }
    data.copyTo(text, 0);
    text[length] = 0;
    depth = 0;
    nameCount = 0;
    int at = 0;
    while (at >= 0 && at < length) {
      at =
          switch (text[at]) {
            case '"' -> string(at + 1);
            case '{', '[' -> open(at);
            case '}', ']' -> close(at);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(at);
            // Blanks, commas, and the letters of true, false and null: the data is known as JSON.
            default -> at + 1;
          };
    }
    return at >= 0;
  }

  private int open(int at) {
    if (depth == MAX_NESTING) {
      return -1;
    }
    namesBefore[depth++] = nameCount;
    return at + 1;
  }

  private int close(int at) {
    nameCount = namesBefore[--depth];
    return at + 1;
  }

  /** Returns where a number ends; -1 where it may not be whole. */
  private int number(int start) {
    int end = scan.digits(start + 1);
    boolean isWhole = text[end] != '.' && text[end] != 'e' && text[end] != 'E';
    return isWhole && end - start <= MAX_DIGITS ? end : -1;
  }

  /** Returns where a string ends, and the colon behind it; -1 where it is not plain. */
  private int string(int start) {
    int end = scan.plain(start);
    if (text[end] != '"') {
      return -1;
    }
    int next = scan.blanks(end + 1);
    if (text[next] != ':') {
      return end + 1;
    }
    return isNew(start, end) ? next + 1 : -1;
  }

  /** Returns whether the innermost object had no such name before; from now on it has. */
  private boolean isNew(int start, int end) {
    if (nameCount == MAX_NAMES) {
      return false;
    }
    for (int i = namesBefore[depth - 1]; i < nameCount; i++) {
      if (Arrays.equals(text, names[2 * i], names[2 * i + 1], text, start, end)) {
        return false;
      }
    }
    names[2 * nameCount] = start;
    names[2 * nameCount + 1] = end;
    nameCount++;
    return true;
  }
}
