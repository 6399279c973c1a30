package dev.slicebench.evidence;

import dev.slicebench.store.ModeStanding;
import dev.slicebench.store.SliceMode;

/**
 * Where a slice mode stands on the store under measurement.
 *
 * @param reason the evidence, in a sentence
 */
public record Standing(SliceMode mode, Verdict verdict, String reason) {

  /** What a user needs to know first. */
  public enum Verdict {
    /** Known to keep every promise, and seen to. */
    SAFE,
    /** Seen or known to lose or forge events. */
    UNSAFE,
    /** Cannot work here. */
    UNSUPPORTED,
    /** Nothing speaks against it, and too little for it. */
    UNPROVEN
  }

  /** The same, or unsafe if that has become known since. */
  public Standing knowing(ModeStanding known) {
    boolean open = verdict == Verdict.SAFE || verdict == Verdict.UNPROVEN;
    return open && known instanceof ModeStanding.Unsafe
        ? new Standing(mode, Verdict.UNSAFE, known.reason())
        : this;
  }

  /**
   * What was seen now, together with what is known of the component: the worse of the two counts.
   */
  public static Standing of(ModeEvidence seen, ModeStanding known) {
    return switch (seen.verdict()) {
      case UNSUPPORTED -> new Standing(seen.mode(), Verdict.UNSUPPORTED, seen.reason());
      case UNSAFE -> new Standing(seen.mode(), Verdict.UNSAFE, seen.reason());
      case SAFE, INCONCLUSIVE -> {
        if (known instanceof ModeStanding.Unsupported) {
          yield new Standing(seen.mode(), Verdict.UNSUPPORTED, known.reason());
        }
        if (known instanceof ModeStanding.Unsafe) {
          yield new Standing(seen.mode(), Verdict.UNSAFE, known.reason());
        }
        if (known instanceof ModeStanding.Unproven) {
          yield new Standing(
              seen.mode(), Verdict.UNPROVEN, known.reason() + "; seen: " + seen.reason());
        }
        boolean safe = seen.verdict() == ModeEvidence.Verdict.SAFE;
        yield new Standing(seen.mode(), safe ? Verdict.SAFE : Verdict.UNPROVEN, seen.reason());
      }
    };
  }
}
