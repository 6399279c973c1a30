package dev.slicebench.cosmos.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of {@code LIKE}: {@code %} for any characters, {@code _} for one, {@code [a-f]} for one
 * of a set, {@code [^a-f]} for one that is not in it. It takes no longer than the product of both
 * lengths, whatever the pattern. (Microsoft Learn: "LIKE keyword".)
 */
final class LikePattern {

  /** What one or more characters of a text must be. */
  private sealed interface Part {

    record AnyNumber() implements Part {}

    record AnyOne() implements Part {}

    record One(char character) implements Part {}

    record OneOf(String ranges, boolean negated) implements Part {}
  }

  private final List<Part> parts;

  private LikePattern(List<Part> parts) {
    this.parts = parts;
  }

  /**
   * Reads a pattern.
   *
   * @param escape the character behind which another stands for itself; empty for none
   */
  static LikePattern of(String pattern, String escape) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < pattern.length(); i++) {
      char character = pattern.charAt(i);
      int end = character == '[' ? pattern.indexOf(']', i + 2) : -1;
      if (!escape.isEmpty() && character == escape.charAt(0) && i + 1 < pattern.length()) {
        parts.add(new Part.One(pattern.charAt(++i)));
      } else if (end > 0) {
        boolean negated = pattern.charAt(i + 1) == '^' && end > i + 2;
        parts.add(new Part.OneOf(pattern.substring(i + (negated ? 2 : 1), end), negated));
        i = end;
      } else {
        parts.add(
            switch (character) {
              case '%' -> new Part.AnyNumber();
              case '_' -> new Part.AnyOne();
              default -> new Part.One(character);
            });
      }
    }
    return new LikePattern(parts);
  }

  boolean matches(String text) {
    int part = 0;
    int position = 0;
    int open = -1;
    int openPosition = 0;
    while (position < text.length()) {
      if (part < parts.size() && parts.get(part) instanceof Part.AnyNumber) {
        open = part++;
        openPosition = position;
      } else if (part < parts.size() && isMet(parts.get(part), text.charAt(position))) {
        part++;
        position++;
      } else if (open >= 0) {
        // The last wildcard takes one more; those before it need not be tried again.
        part = open + 1;
        position = ++openPosition;
      } else {
        return false;
      }
    }
    while (part < parts.size() && parts.get(part) instanceof Part.AnyNumber) {
      part++;
    }
    return part == parts.size();
  }

  private static boolean isMet(Part part, char character) {
    if (part instanceof Part.One one) {
      return one.character == character;
    }
    return part instanceof Part.AnyOne
        || (part instanceof Part.OneOf set && isIn(set.ranges, character) != set.negated);
  }

  private static boolean isIn(String ranges, char character) {
    for (int i = 0; i < ranges.length(); i++) {
      if (i + 2 < ranges.length() && ranges.charAt(i + 1) == '-') {
        if (character >= ranges.charAt(i) && character <= ranges.charAt(i + 2)) {
          return true;
        }
        i += 2;
      } else if (character == ranges.charAt(i)) {
        return true;
      }
    }
    return false;
  }
}
