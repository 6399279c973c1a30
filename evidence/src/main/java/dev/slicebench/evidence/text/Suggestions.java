package dev.slicebench.evidence.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody meant. */
public final class Suggestions {

  private static final int FEWEST_TYPED = 3;

  private Suggestions() {}

  /**
   * Returns the name that is most like {@code typed}, whatever the case: the one that it
   * abbreviates, or that a few letters more, fewer or others make of it; empty where none is like
   * it.
   */
  public static Optional<String> of(String typed, Collection<String> names) {
    String word = typed.toLowerCase(Locale.ROOT);
    return names.stream()
        .filter(name -> isLike(word, name.toLowerCase(Locale.ROOT)))
        .min(Comparator.comparingInt(name -> distance(word, name.toLowerCase(Locale.ROOT))));
  }

  /**
   * Returns a question to end a message with, such as {@code "; did you mean 'run'?"}, or nothing.
   */
  public static String question(String typed, Collection<String> names) {
    return of(typed, names).map(name -> "; did you mean '" + name + "'?").orElse("");
  }

  private static boolean isLike(String word, String name) {
    return (word.length() >= FEWEST_TYPED && name.startsWith(word))
        || distance(word, name) <= Math.max(1, Math.min(word.length(), name.length()) / 3);
  }

  /** Returns how many letters must be added, removed, replaced, or swapped with the next. */
  private static int distance(String one, String other) {
    int[][] steps = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int least = Math.min(steps[i - 1][j], steps[i][j - 1]) + 1;
        least = Math.min(least, steps[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          least = Math.min(least, steps[i - 2][j - 2] + 1);
        }
        steps[i][j] = least;
      }
    }
    return steps[one.length()][other.length()];
  }
}
