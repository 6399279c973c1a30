package dev.slicebench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HodgesLehmannTest {

  /** Hollander and Wolfe's depression data, R's example for wilcox.test: before less after. */
  static final double[] DEPRESSION = {
    1.83 - 0.878,
    0.50 - 0.647,
    1.62 - 0.598,
    2.48 - 2.05,
    1.68 - 1.06,
    1.88 - 1.29,
    1.55 - 1.06,
    3.06 - 3.14,
    1.30 - 1.29
  };

  /** R: wilcox.test(x, y, paired = TRUE, conf.int = TRUE) says (pseudo)median 0.46. */
  @Test
  void isWhatRSays() {
    assertThat(HodgesLehmann.pseudomedian(DEPRESSION)).isCloseTo(0.46, within(1e-9));
  }

  @Test
  void ofOneOrTwoValuesIsTheirMean() {
    assertThat(HodgesLehmann.pseudomedian(new double[] {7})).isEqualTo(7);
    assertThat(HodgesLehmann.pseudomedian(new double[] {1, 2})).isEqualTo(1.5);
  }

  @Test
  void aWildValueInFiveMovesItLittle() {
    assertThat(HodgesLehmann.pseudomedian(new double[] {1, 2, 3, 4, 1e9})).isBetween(2.0, 4.0);
  }

  @Test
  void movesAndTurnsWithItsValues() {
    double center = HodgesLehmann.pseudomedian(DEPRESSION);
    assertThat(HodgesLehmann.pseudomedian(map(x -> x + 10))).isCloseTo(center + 10, within(1e-9));
    assertThat(HodgesLehmann.pseudomedian(map(x -> -x))).isCloseTo(-center, within(1e-9));
  }

  @Test
  void ofNothingIsRefused() {
    assertThatThrownBy(() -> HodgesLehmann.pseudomedian(new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double[] map(java.util.function.DoubleUnaryOperator change) {
    return Arrays.stream(DEPRESSION).map(change).toArray();
  }
}
