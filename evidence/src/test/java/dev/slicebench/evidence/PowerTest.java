package dev.slicebench.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slicebench.evidence.verification.FaultKind;
import dev.slicebench.evidence.verification.Power;
import dev.slicebench.store.SliceMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerTest {

  @ParameterizedTest
  @ValueSource(longs = {2, 3, 10, 200, 12_345, 1_000_000})
  void aFaultAsSeldomIsMissedOnceInTenTimes(long opportunities) {
    long oneIn = Power.of(FaultKind.CREATE_ALONE, null, opportunities).oneIn();

    assertThat(missed(oneIn, opportunities)).isLessThanOrEqualTo(0.1);
    assertThat(missed(oneIn + 1, opportunities)).isGreaterThan(0.1);
  }

  private static double missed(long oneIn, long opportunities) {
    return Math.pow(1 - 1.0 / (double) oneIn, (double) opportunities);
  }

  @Test
  void whatWasNotLookedForHasNoPower() {
    Power none = Power.of(FaultKind.RESTART, null, 0);

    assertThat(none.oneIn()).isZero();
    assertThat(Power.words(List.of(none))).contains("restarts -");
  }

  @Test
  void aModesAppendsAreItsOwn() {
    List<Power> all =
        List.of(
            Power.of(FaultKind.APPEND, SliceMode.OFF, 1000),
            Power.of(FaultKind.APPEND, SliceMode.CREATE_ONLY, 0));

    assertThat(Power.overAppends(all, SliceMode.OFF))
        .hasValueSatisfying(
            power -> assertThat((double) power.oneIn()).isCloseTo(1000 / 2.303, within(2.0)));
    assertThat(Power.overAppends(all, SliceMode.CREATE_ONLY)).isEmpty();
    assertThat(Power.words(all)).endsWith("in appends OFF 434, CREATE_ONLY -");
  }
}
