package dev.slicebench.evidence;

import dev.slicebench.store.SliceMode;

/**
 * What was found out about a slice mode on a state store.
 *
 * @param reason what was seen, in a sentence: the witness where the mode is unsafe, the missing
 *     thing where it is unsupported, the counts where it is safe
 */
public record ModeEvidence(SliceMode mode, Verdict verdict, String reason) {

  /** What the evidence says. */
  public enum Verdict {
    /** Every probe held, and a race lost nothing. */
    SAFE,
    /** A promise was seen broken. */
    UNSAFE,
    /** The store lacks something that the mode cannot do without. */
    UNSUPPORTED,
    /** Nothing was seen broken, but too little was seen. */
    INCONCLUSIVE
  }
}
