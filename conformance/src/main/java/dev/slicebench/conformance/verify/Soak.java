package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.evidence.verification.Tally;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.evidence.verification.VerificationReport.Soaked;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One rule, asked round after round, each with the next seed, until enough appends were
 * acknowledged or a round broke the rule. It is given up, for another sitting to go on, where the
 * store cannot be asked any more, or rounds showed too little several times in a row.
 */
final class Soak {

  /** Of the rounds in a row that show too little. */
  private static final int PATIENCE = 5;

  private static final String BROKEN = "round of seed %d, after %,d appends: %s";
  private static final Pattern BROKEN_SEED = Pattern.compile("^round of seed (-?\\d+), ");

  private final long wanted;
  private final long firstSeed;
  private volatile Rounds rounds;
  private volatile String givenUp = "";
  private int inconclusive;

  /**
   * The rounds so far.
   *
   * @param asked how many there were
   * @param judged how many of them showed enough
   * @param tally what happened in those
   * @param last what the last one came to; null where there was none
   */
  record Rounds(int asked, int judged, Tally tally, @Nullable RuleVerdict last) {
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

  /** Returns the seed of the round that broke the rule, by the words of the verdict. */
  static OptionalLong brokenSeed(String detail) {
    Matcher broken = BROKEN_SEED.matcher(detail);
    return broken.find() ? OptionalLong.of(Long.parseLong(broken.group(1))) : OptionalLong.empty();
  }

  /** Returns whether nothing is left to do, in whatever sitting. */
  boolean isDone() {
    return acknowledged() >= wanted || isBroken();
  }

  private boolean isBroken() {
    RuleVerdict last = rounds.last;
    return last != null && last.outcome() == Outcome.FAIL;
  }

  /** Returns whether this sitting has no further round. */
  boolean isOver() {
    return isDone() || !givenUp.isEmpty();
  }

  /** Has this sitting end, for a reason. */
  void giveUp(String why) {
    givenUp = why;
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
    Rounds before = rounds;
    boolean passed = round.outcome() == Outcome.PASS;
    if (!passed && round.outcome() != Outcome.FAIL) {
      rounds = new Rounds(before.asked + 1, before.judged, before.tally, round);
      inconclusive++;
      if (inconclusive == PATIENCE) {
        giveUp(
            "%d rounds in a row showed too little, the last one: %s"
                .formatted(PATIENCE, round.detail()));
      }
      return;
    }
    inconclusive = 0;
    Tally tally = passed ? before.tally.plus(round.tally()) : before.tally;
    rounds = new Rounds(before.asked + 1, before.judged + 1, tally, round);
  }

  /** Returns the rounds so far. */
  Rounds rounds() {
    return rounds;
  }

  /** Returns what they saw; null where none showed enough. */
  @Nullable Soaked soaked() {
    Rounds now = rounds;
    return now.judged == 0 ? null : new Soaked(now.judged, now.tally);
  }

  /** Returns the verdict on the rounds so far: what is still to be done may change it. */
  RuleVerdict verdict() {
    Rounds now = rounds;
    RuleVerdict last = now.last;
    if (last != null && isBroken()) {
      return RuleVerdict.fail(
          BROKEN.formatted(seed() - 1, now.tally.acknowledged(), last.detail()));
    }
    int open = now.asked - now.judged;
    String seen =
        "%d rounds%s%s, seeds %d to %d: none lost, phantom, duplicate or wedged of %s"
            .formatted(
                now.judged,
                isDone() ? "" : " so far of a soak of %,d appends".formatted(wanted),
                open == 0 ? "" : ", and %d that showed too little".formatted(open),
                firstSeed,
                seed() - 1,
                now.tally);
    if (!givenUp.isEmpty() && !isDone()) {
      return RuleVerdict.inconclusive("%s; before that %s".formatted(givenUp, seen));
    }
    return now.judged == 0 && last != null
        ? RuleVerdict.inconclusive("no round showed enough, the last one: " + last.detail())
        : RuleVerdict.pass(seen, now.tally);
  }
}
