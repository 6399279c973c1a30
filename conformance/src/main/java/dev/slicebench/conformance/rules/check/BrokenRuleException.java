package dev.slicebench.conformance.rules.check;

import org.jspecify.annotations.Nullable;

/** A rule is broken; the message is the witness. */
public final class BrokenRuleException extends RuntimeException {

  private final boolean holdsInOutages;

  /**
   * With a witness that a person can check by hand. It counts where no call failed for a reason of
   * its own meanwhile: an answer that was lost, or a write that comes late, may explain it.
   */
  public BrokenRuleException(String witness) {
    this(witness, false);
  }

  private BrokenRuleException(String witness, boolean holdsInOutages) {
    super(witness);
    this.holdsInOutages = holdsInOutages;
  }

  /** With a witness that no lost answer and no late write can explain. */
  public static BrokenRuleException inAnyCase(String witness) {
    return new BrokenRuleException(witness, true);
  }

  /** Returns whether the witness counts even where other calls failed meanwhile. */
  public boolean holdsInOutages() {
    return holdsInOutages;
  }

  /** Ends a check with {@code witness}, unless what it demands holds. */
  @SuppressWarnings("AnnotateFormatMethod") // The annotation would be a dependency.
  public static void require(boolean holds, String witness, @Nullable Object... arguments) {
    if (!holds) {
      throw new BrokenRuleException(witness.formatted(arguments));
    }
  }
}
