package dev.slicebench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HolmTest {

  /** R: p.adjust(c(0.04, 0.01, 0.03, 0.02, 0.05), "holm"). */
  @Test
  void isWhatRSaysInTheOrderGiven() {
    assertThat(Holm.adjust(new double[] {0.04, 0.01, 0.03, 0.02, 0.05}))
        .containsExactly(new double[] {0.09, 0.05, 0.09, 0.08, 0.09}, within(1e-12));
  }

  @Test
  void isNeverBeyondOneAndNothingOfNothing() {
    assertThat(Holm.adjust(new double[] {0.9, 0.8})).containsExactly(1, 1);
    assertThat(Holm.adjust(new double[0])).isEmpty();
  }
}
