package dev.slicebench.conformance.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.evidence.verification.Tally;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** When a soak ends, and what it tells then. */
class SoakTest {

  private static final long FIRST_SEED = 40;

  private final Soak soak = new Soak(6, FIRST_SEED, Soak.Rounds.NONE);

  @Test
  void itPassesWhenEnoughAppendsAreAcknowledged() {
    soak.add(passed(4));
    assertThat(soak.isOver()).isFalse();
    assertThat(soak.acknowledged()).isEqualTo(4);

    soak.add(passed(2));

    assertThat(soak.isOver()).isTrue();
    assertThat(soak.verdict().outcome()).isEqualTo(Outcome.PASS);
    assertThat(soak.verdict().detail())
        .startsWith(
            "2 rounds, seeds 40 to 41: none lost, phantom, duplicate or wedged of 6 appends");
  }

  @Test
  void everyRoundHasTheNextSeed() {
    assertThat(soak.seed()).isEqualTo(FIRST_SEED);

    soak.add(passed(1));
    soak.add(inconclusive());

    assertThat(soak.seed()).isEqualTo(FIRST_SEED + 2);
  }

  @Test
  void aBrokenRoundEndsItAndIsNamedByItsSeed() {
    soak.add(passed(4));

    soak.add(RuleVerdict.fail("event 3 is lost"));

    assertThat(soak.isOver()).isTrue();
    RuleVerdict verdict = soak.verdict();
    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.detail()).isEqualTo("round of seed 41, after 4 appends: event 3 is lost");
    assertThat(Soak.brokenSeed(verdict.detail())).hasValue(41);
    assertThat(Soak.brokenSeed("a round of seed 41, ")).isEmpty();
  }

  @Test
  void aBrokenRoundIsNotForgottenByTheNextSitting() {
    soak.add(passed(4));
    soak.add(RuleVerdict.fail("event 3 is lost"));

    Soak next = new Soak(6, FIRST_SEED, soak.rounds());

    assertThat(next.isOver()).isTrue();
    assertThat(next.verdict()).isEqualTo(soak.verdict());
  }

  @Test
  void fiveRoundsInARowThatShowTooLittleEndTheSitting() {
    soak.add(passed(1));
    for (int i = 0; i < 4; i++) {
      soak.add(inconclusive());
    }
    assertThat(soak.isOver()).isFalse();

    soak.add(inconclusive());

    assertThat(soak.isOver()).isTrue();
    assertThat(soak.verdict().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(soak.verdict().detail())
        .isEqualTo(
            "5 rounds in a row showed too little, the last one: in time; before that 1 rounds so far"
                + " of a soak of 6 appends, and 5 that showed too little, seeds 40 to 45: none lost,"
                + " phantom, duplicate or wedged of "
                + new Tally(1, 0, 0, 0, 0, 0, 0, 0, 0));
    assertThat(soak.isDone()).isFalse();
    assertThat(Objects.requireNonNull(soak.soaked()).rounds()).isEqualTo(1);
  }

  @Test
  void whatASittingGaveUpTheNextGoesOnWith() {
    soak.add(passed(5));
    soak.giveUp("the sidecar ended");
    assertThat(soak.isOver()).isTrue();
    assertThat(soak.verdict().detail())
        .startsWith("the sidecar ended; before that 1 rounds so far");

    Soak next = new Soak(6, FIRST_SEED, soak.rounds());

    assertThat(next.isOver()).isFalse();
    next.add(passed(1));
    assertThat(next.isDone()).isTrue();
    assertThat(next.verdict().outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void roundsThatCannotBeAskedEndTheSittingToo() {
    for (int i = 0; i < 5; i++) {
      soak.add(RuleVerdict.skip("no seam"));
    }

    assertThat(soak.isOver()).isTrue();
    assertThat(soak.soaked()).isNull();
  }

  @Test
  void aRoundThatPassesStartsTheCountAnew() {
    for (int i = 0; i < 4; i++) {
      soak.add(inconclusive());
    }
    soak.add(passed(1));
    for (int i = 0; i < 4; i++) {
      soak.add(inconclusive());
    }

    assertThat(soak.isOver()).isFalse();
  }

  @Test
  void appendsOfARoundThatShowedTooLittleDoNotCount() {
    soak.add(RuleVerdict.inconclusive("in time"));

    assertThat(soak.acknowledged()).isZero();
    assertThat(soak.isOver()).isFalse();
  }

  private static RuleVerdict inconclusive() {
    return RuleVerdict.inconclusive("in time");
  }

  private static RuleVerdict passed(int appends) {
    return RuleVerdict.pass("all", new Tally(appends, 0, 0, 0, 0, 0, 0, 0, 0));
  }
}
