package dev.slicebench.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.bench.compare.Judgement.JudgedRow;
import dev.slicebench.bench.compare.Recording.Note;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {

  private static final long SEED = 5;
  private static final int PAIRS = 16;

  @ParameterizedTest
  @CsvSource({
    "1.00, 0.01, SAME",
    "1.10, 0.03, SLOWER",
    "0.90, 0.03, FASTER",
    "1.03, 0.01, SAME",
    "1.00, 0.30, CANT_TELL",
    "1.10, 0.60, CANT_TELL",
  })
  void aRowIsJudgedByItsRatioAndItsSpread(double ratio, double spread, ComparisonVerdict expected) {
    JudgedRow row = judge(Recordings.of(noisy(ratio, spread))).rows().get(0);

    assertThat(row.verdict()).isEqualTo(expected);
    assertThat(row.enoughForks().isPresent()).isEqualTo(expected == ComparisonVerdict.CANT_TELL);
  }

  @Test
  void swappingTheBuildsSwapsTheVerdict() {
    Judgement swapped =
        judge(Recordings.of(Recordings.pairs(PAIRS, i -> -noise(1.1, 0.03).applyAsDouble(i))));

    assertThat(judge(Recordings.of(noisy(1.1, 0.03))).overall())
        .isEqualTo(ComparisonVerdict.SLOWER);
    assertThat(swapped.overall()).isEqualTo(ComparisonVerdict.FASTER);
  }

  @Test
  void moreForksThanItSaysAreEnough() {
    int enough = judge(Recordings.of(noisy(1.0, 0.15))).rows().get(0).enoughForks().orElseThrow();

    Judgement again = judge(Recordings.of(Recordings.pairs(2 * enough, noise(1.0, 0.15))));
    assertThat(again.overall()).isEqualTo(ComparisonVerdict.SAME);
  }

  @Test
  void oneSlowRowIsEnoughAndOneFastRowIsNot() {
    assertThat(judge(Recordings.of(noisy(1.0, 0.01), noisy(1.2, 0.01))).overall())
        .isEqualTo(ComparisonVerdict.SLOWER);
    assertThat(judge(Recordings.of(noisy(0.8, 0.01), noisy(1.0, 0.3))).overall())
        .isEqualTo(ComparisonVerdict.CANT_TELL);
    assertThat(judge(Recordings.of(noisy(0.8, 0.01), noisy(1.0, 0.01))).overall())
        .isEqualTo(ComparisonVerdict.FASTER);
  }

  @Test
  void whereTheRulerMovedNoTimeCounts() {
    List<Pair> pairs = Recordings.pairs(PAIRS, noise(1.2, 0.01), noise(1.2, 0.01), 1.0, 1.0);

    Judgement judgement = judge(Recordings.of(pairs));

    assertThat(judgement.overall()).isEqualTo(ComparisonVerdict.CANT_TELL);
    assertThat(judgement.moved()).hasValueSatisfying(why -> assertThat(why).contains("slower"));
    assertThat(judgement.rows().get(0).enoughForks()).isEmpty();
  }

  @Test
  void oneMoreCallIsFoundWhateverTheClockSaysAndTheRulerDoes() {
    List<Pair> pairs = Recordings.pairs(PAIRS, noise(0.8, 0.5), noise(1.2, 0.01), 1.0, 2.0);

    assertThat(judge(Recordings.of(pairs)).overall()).isEqualTo(ComparisonVerdict.MORE_CALLS);
  }

  @Test
  void aHintNowAndThenIsNotOneMoreCall() {
    List<Pair> pairs = Recordings.pairs(PAIRS, noise(1.0, 0.01), i -> 0, 1.06, 1.07);

    assertThat(judge(Recordings.of(pairs)).overall()).isEqualTo(ComparisonVerdict.SAME);
  }

  @Test
  void aBuildThatCountsNoCallsIsJudgedByTheClockAlone() {
    List<Pair> pairs = Recordings.pairs(PAIRS, noise(1.0, 0.01), i -> 0, null, 2.0);

    Judgement judgement = judge(Recordings.of(pairs));

    assertThat(judgement.overall()).isEqualTo(ComparisonVerdict.SAME);
    assertThat(judgement.rows().get(0).calls()).isEmpty();
  }

  @Test
  void whatOnlyTheHeadFailsOnIsARegression() {
    Note broken = new Note(Recordings.CELLS.get(0), "head fails");

    assertThat(judge(Recordings.of(List.of(), List.of(broken))).overall())
        .isEqualTo(ComparisonVerdict.BROKEN);
  }

  @Test
  void theFewestForksAreThoseWhoseSmallestPWouldDo() {
    assertThat(Forks.fewest(1)).isEqualTo(8); // 2^-7 = 0.0078
    assertThat(Forks.fewest(6)).isEqualTo(11); // 6 * 2^-10 = 0.0059
  }

  /** A false alarm is whatever says that equal builds differ, in either direction. */
  @Test
  void equalBuildsRaiseHardlyEverAnAlarm() {
    Random random = new Random(SEED);
    int alarms = 0;
    for (int i = 0; i < 300; i++) {
      double wild = random.nextInt(4) == 0 ? 0.5 : 0.03;
      IntToDoubleFunction heavyTailed =
          pair -> random.nextGaussian() * (random.nextInt(5) == 0 ? wild : 0.03);
      ComparisonVerdict verdict =
          judge(Recordings.of(Recordings.pairs(11, heavyTailed), Recordings.pairs(11, heavyTailed)))
              .overall();
      alarms += verdict == ComparisonVerdict.SLOWER || verdict == ComparisonVerdict.FASTER ? 1 : 0;
    }
    assertThat(alarms).isLessThanOrEqualTo(3);
  }

  private static List<Pair> noisy(double ratio, double spread) {
    return Recordings.pairs(PAIRS, noise(ratio, spread));
  }

  /** Of mean zero in the pairs 0 to 3, 4 to 7, ...: whatever a seed does. */
  private static IntToDoubleFunction noise(double ratio, double spread) {
    double[] quarters = {-1, 1, 0.5, -0.5};
    return pair -> Math.log(ratio) + spread * quarters[pair % quarters.length];
  }

  private static Judgement judge(Recording recording) {
    return Judgement.of(recording, new Random(SEED));
  }
}
