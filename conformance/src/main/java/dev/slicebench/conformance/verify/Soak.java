package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.history.check.Tally;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * One rule, asked round after round, each with the next seed, until enough appends were
 * acknowledged, a round broke the rule, or rounds showed too little several times in a row.
 */
final class Soak {

  /** Of the rounds in a row that show too little. */
  private static final int PATIENCE = 5;

  private final long wanted;
  private final long firstSeed;
  private Tally tally = Tally.NONE;
  private int rounds;
  private int inconclusive;
  private @Nullable RuleVerdict last;

  /**
   * No round yet.
   *
   * @param wanted how many acknowledged appends are enough
   */
  Soak(long wanted, long firstSeed) {
    this.wanted = wanted;
    this.firstSeed = firstSeed;
  }

  boolean isOver() {
    return tally.acknowledged() >= wanted
        || inconclusive == PATIENCE
        || (last != null && last.outcome() == Outcome.FAIL);
  }

  /** Of the next round. */
  long seed() {
    return firstSeed + rounds;
  }

  /** Returns how many appends the rounds so far acknowledged. */
  long acknowledged() {
    return tally.acknowledged();
  }

  /** Counts the verdict of the next round. */
  void add(RuleVerdict round) {
    last = round;
    rounds++;
    if (round.outcome() == Outcome.PASS) {
      inconclusive = 0;
      tally = tally.plus(round.tally());
    } else {
      inconclusive++;
    }
  }

  /** Returns the verdict, when it is over. */
  RuleVerdict verdict() {
    boolean enough = tally.acknowledged() >= wanted;
    String seen =
        "%d rounds, seeds %d to %d: none lost, phantom, duplicate or wedged of %s"
            .formatted(rounds, firstSeed, seed() - 1, tally);
    if (last == null || enough) {
      return RuleVerdict.pass(seen, tally);
    }
    return last.outcome() == Outcome.FAIL
        ? RuleVerdict.fail(
            "round of seed %d, after %,d appends: %s"
                .formatted(seed() - 1, tally.acknowledged(), last.detail()))
        : RuleVerdict.inconclusive(
            "%d rounds in a row showed too little, the last one: %s; before them %s"
                .formatted(PATIENCE, last.detail(), seen));
  }
}
