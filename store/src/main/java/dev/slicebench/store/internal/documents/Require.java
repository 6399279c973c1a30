package dev.slicebench.store.internal.documents;

import dev.slicebench.store.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/** What arguments must be, whatever the store. */
public final class Require {

  private Require() {}

  /**
   * Refuses null, which callers outside this project's null checks may hand in.
   *
   * @param what the argument, as a sentence begins
   */
  public static <T> T nonNull(@Nullable T value, String what) {
    if (value == null) {
      throw new InvalidRequestException(what + " is null");
    }
    return value;
  }

  /** Refuses text that UTF-8 cannot carry: half of a surrogate pair. */
  public static void unicode(String text, String what) {
    if (!isUnicode(text)) {
      throw new InvalidRequestException(
          what
              + " is not valid Unicode: it holds half of a surrogate pair, which UTF-8 cannot"
              + " carry");
    }
  }

  public static boolean isUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .noneMatch(point -> Character.getType(point) == Character.SURROGATE);
      }
    }
    return true;
  }
}
