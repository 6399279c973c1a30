package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.evidence.verification.Tally;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.evidence.verification.VerificationReport.Soaked;
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
  private volatile Rounds rounds;

  /**
   * The rounds so far.
   *
   * @param asked how many there were
   * @param inconclusive how many in a row have shown too little, the last one among them
   * @param tally what happened in those that showed enough
   * @param last what the last one came to; null where there was none
   */
  record Rounds(int asked, int inconclusive, Tally tally, @Nullable RuleVerdict last) {
    static final Rounds NONE = new Rounds(0, 0, Tally.NONE, null);
  }

  /**
   * Goes on after rounds.
   *
   * @param wanted how many acknowledged appends are enough
   */
  Soak(long wanted, long firstSeed, Rounds before) {
    this.wanted = wanted;
    this.firstSeed = firstSeed;
    this.rounds = before;
  }

  boolean isOver() {
    RuleVerdict last = rounds.last;
    return acknowledged() >= wanted
        || rounds.inconclusive == PATIENCE
        || (last != null && last.outcome() == Outcome.FAIL);
  }

  /** Of the next round. */
  long seed() {
    return firstSeed + rounds.asked;
  }

  /** Returns how many appends the rounds so far acknowledged. */
  long acknowledged() {
    return rounds.tally.acknowledged();
  }

  /** Counts the verdict of the next round. */
  void add(RuleVerdict round) {
    boolean passed = round.outcome() == Outcome.PASS;
    rounds =
        new Rounds(
            rounds.asked + 1,
            passed ? 0 : rounds.inconclusive + 1,
            passed ? rounds.tally.plus(round.tally()) : rounds.tally,
            round);
  }

  /** Returns the rounds so far. */
  Rounds rounds() {
    return rounds;
  }

  /** Returns what they saw; null where there was none. */
  @Nullable Soaked soaked() {
    Rounds now = rounds;
    return now.asked == 0 ? null : new Soaked(now.asked, now.tally);
  }

  /** Returns the verdict on the rounds so far: what is still to be done may change it. */
  RuleVerdict verdict() {
    RuleVerdict last = rounds.last;
    Tally tally = rounds.tally;
    String seen =
        "%d rounds%s, seeds %d to %d: none lost, phantom, duplicate or wedged of %s"
            .formatted(
                rounds.asked,
                isOver() ? "" : " so far of a soak of %,d appends".formatted(wanted),
                firstSeed,
                seed() - 1,
                tally);
    if (!isOver()) {
      return RuleVerdict.pass(seen, tally);
    }
    if (last == null || tally.acknowledged() >= wanted) {
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
