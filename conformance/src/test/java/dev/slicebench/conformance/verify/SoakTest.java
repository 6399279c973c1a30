package dev.slicebench.conformance.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.history.check.Tally;
import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.check.Verdict;
import dev.slicebench.evidence.verification.VerificationReport.Finding;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a soak ends, and what it tells then. */
class SoakTest {

  private static final long FIRST_SEED = 40;

  private final Soak soak = new Soak(Rules.longRace(), 6, FIRST_SEED);

  @Test
  void itPassesWhenEnoughAppendsAreAcknowledged() {
    soak.add(passed(4));
    assertThat(soak.isOver()).isFalse();
    assertThat(soak.acknowledged()).isEqualTo(4);

    soak.add(passed(2));

    assertThat(soak.isOver()).isTrue();
    assertThat(soak.finding().outcome()).isEqualTo(Outcome.PASS);
    assertThat(soak.finding().detail())
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

    soak.add(round(Verdict.fail("event 3 is lost")));

    assertThat(soak.isOver()).isTrue();
    Finding finding = soak.finding();
    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.detail()).isEqualTo("round of seed 41, after 4 appends: event 3 is lost");
  }

  @Test
  void fiveRoundsInARowThatShowTooLittleEndIt() {
    soak.add(passed(1));
    for (int i = 0; i < 4; i++) {
      soak.add(inconclusive());
    }
    assertThat(soak.isOver()).isFalse();

    soak.add(inconclusive());

    assertThat(soak.isOver()).isTrue();
    assertThat(soak.finding().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(soak.finding().detail())
        .contains("5 rounds in a row showed too little, the last one: in time")
        .contains("1 appends acknowledged");
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
    soak.add(round(Verdict.inconclusive("in time")));

    assertThat(soak.acknowledged()).isZero();
    assertThat(soak.isOver()).isFalse();
  }

  private static RuleResult inconclusive() {
    return round(Verdict.inconclusive("in time"));
  }

  private static RuleResult passed(int appends) {
    return round(Verdict.pass("all", new Tally(appends, 0, 0, 0, 0, 0, 0, 0, 0)));
  }

  private static RuleResult round(Verdict verdict) {
    return new RuleResult(Rules.longRace(), verdict, List.of());
  }
}
