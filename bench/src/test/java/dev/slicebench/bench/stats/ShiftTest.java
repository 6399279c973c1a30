package dev.slicebench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ShiftTest {

  private static final long SEED = 11;

  /** R: wilcox.test(x, y, paired = TRUE) gives V = 40, one-sided p = 0.01953. */
  @Test
  void itsPIsWhatRSays() {
    Shift shift = shift(HodgesLehmannTest.DEPRESSION);
    assertThat(shift.p()).isCloseTo(0.0390625, within(1e-9));
    assertThat(shift.ratio()).isCloseTo(Math.exp(0.46), within(1e-9));
    assertThat(shift.pairs()).isEqualTo(9);
  }

  @RepeatedTest(20)
  void swappingBaseAndHeadInvertsIt(RepetitionInfo repetition) {
    double[] ratios = noise(repetition.getCurrentRepetition(), 12);
    Shift one = shift(ratios);
    Shift swapped = shift(Arrays.stream(ratios).map(x -> -x).toArray());
    assertThat(swapped.ratio()).isCloseTo(1 / one.ratio(), within(1e-9));
    assertThat(swapped.p()).isCloseTo(one.p(), within(1e-9));
    assertThat(swapped.low()).isCloseTo(1 / one.high(), within(1e-9));
    assertThat(swapped.high()).isCloseTo(1 / one.low(), within(1e-9));
  }

  @RepeatedTest(20)
  void doesNotDependOnTheUnit(RepetitionInfo repetition) {
    double[] base = noise(repetition.getCurrentRepetition(), 12);
    double[] head = noise(-repetition.getCurrentRepetition(), 12);
    double[] asMs = new double[base.length];
    double[] asNs = new double[base.length];
    for (int i = 0; i < base.length; i++) {
      double baseMs = Math.exp(base[i]);
      double headMs = Math.exp(head[i]);
      asMs[i] = Math.log(headMs / baseMs);
      asNs[i] = Math.log(headMs * 1e6 / (baseMs * 1e6));
    }
    assertThat(shift(asNs).ratio()).isCloseTo(shift(asMs).ratio(), within(1e-9));
  }

  @Test
  void nothingButZeroesIsNoShift() {
    assertThat(shift(new double[12])).isEqualTo(new Shift(1, 1, 1, 1, 12));
  }

  @Test
  void theSmallestPIsThatOfPairsOfOneSign() {
    double[] ratios = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8};
    assertThat(shift(ratios).p()).isCloseTo(Shift.smallestP(ratios.length), within(1e-12));
  }

  private static Shift shift(double[] logRatios) {
    return Shift.of(logRatios, new Random(SEED));
  }

  private static double[] noise(int seed, int size) {
    return new Random(seed).doubles(size, -0.2, 0.3).toArray();
  }
}
