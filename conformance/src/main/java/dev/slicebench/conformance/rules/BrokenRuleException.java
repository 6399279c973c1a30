package dev.slicebench.conformance.rules;

import org.jspecify.annotations.Nullable;

/** A rule is broken; the message is the witness. */
public final class BrokenRuleException extends RuntimeException {

  /** With a witness that a person can check by hand. */
  public BrokenRuleException(String witness) {
    super(witness);
  }

  /** Ends a check with {@code witness}, unless what it demands holds. */
  @SuppressWarnings("AnnotateFormatMethod") // The annotation would be a dependency.
  static void require(boolean holds, String witness, @Nullable Object... arguments) {
    if (!holds) {
      throw new BrokenRuleException(witness.formatted(arguments));
    }
  }
}
