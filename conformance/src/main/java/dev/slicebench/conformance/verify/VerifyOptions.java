package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.store.SliceMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Holds what a verification is asked to do.
 *
 * @param modes the modes to verify
 * @param rules the rules to ask, as far as they concern a subject
 * @param profile a name for how much is tried
 * @param scale how many times as much as in the quick profile
 * @param appendsAMode until so many appends were acknowledged in a mode, its long race under faults
 *     is repeated, with other seeds; 0 for once only
 * @param roundScale how many times as much as in the quick profile each of those tries: its
 *     beginning and its end take time too
 * @param seed decides every random choice
 * @param histories the folder for the histories of rules that were not kept
 * @param time for how long rules are asked: those whose turn does not come by then are left out
 * @param nanoTime the clock for that
 */
public record VerifyOptions(
    List<SliceMode> modes,
    Collection<Rule> rules,
    String profile,
    int scale,
    long appendsAMode,
    int roundScale,
    long seed,
    Path histories,
    Duration time,
    LongSupplier nanoTime) {

  /** Longer than anything takes: no limit. */
  public static final Duration FOR_EVER = Duration.ofDays(1000);

  /** Returns whether what is left of the time is there to be used. */
  boolean isLimited() {
    return time.compareTo(FOR_EVER) < 0;
  }

  /** Without a limit of time; each round of a long race tries as much as its rule does. */
  public VerifyOptions(
      List<SliceMode> modes,
      Collection<Rule> rules,
      String profile,
      int scale,
      long appendsAMode,
      long seed,
      Path histories) {
    this(
        modes,
        rules,
        profile,
        scale,
        appendsAMode,
        scale,
        seed,
        histories,
        FOR_EVER,
        System::nanoTime);
  }
}
