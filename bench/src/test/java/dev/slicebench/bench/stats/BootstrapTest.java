package dev.slicebench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  private static final long SEED = 7;

  @Test
  void ofEqualValuesIsThatValue() {
    double[] values = {3, 3, 3};
    assertThat(Bootstrap.interval(values, one -> one[0], 0.95, 100, new Random(SEED)))
        .isEqualTo(new Bootstrap.Interval(3, 3));
  }

  /** Nominally 95 %; of so few values the percentile interval is known to hold somewhat less. */
  @Test
  void holdsTheTruthAboutAsOftenAsItSays() {
    Random random = new Random(SEED);
    int held = 0;
    for (int i = 0; i < 400; i++) {
      double[] values = random.doubles(16).map(one -> random.nextGaussian()).toArray();
      Bootstrap.Interval interval =
          Bootstrap.interval(values, HodgesLehmann::pseudomedian, 0.95, 200, random);
      held += interval.low() <= 0 && 0 <= interval.high() ? 1 : 0;
    }
    assertThat(held).isBetween(350, 396);
  }
}
