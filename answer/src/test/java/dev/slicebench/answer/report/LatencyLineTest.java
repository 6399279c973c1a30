package dev.slicebench.answer.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.evidence.Score;
import dev.slicebench.store.SliceMode;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyLineTest {

  @Test
  void noLineFallsWhateverWasMeasured() {
    // Loads of 74 ms without latency and of 30 ms with it were drawn as a law once.
    for (double error : new double[] {0.1, 1, 10, 100, Double.POSITIVE_INFINITY}) {
      LatencyLine line = line(SliceMode.OFF, 74, error, 11, 30, error);

      assertThat(line.at(5)).as("± %s", error).isEqualTo(74 + 11 * 5);
      assertThat(line.isTooNoisy()).as("± %s", error).isTrue();
    }
  }

  @Test
  void aLineRisesAtLeastByTheTripsThatAreCounted() {
    LatencyLine line = line(SliceMode.OFF, 2, 0.1, 2, 11.9, 0.5);

    assertThat(line.isTooNoisy()).isFalse();
    assertThat(line.at(5)).isEqualTo(2 + 2 * 5);
  }

  @Test
  void aLineRisesByTheTripsThatWereSeen() {
    LatencyLine line = line(SliceMode.OFF, 2, 0.1, 1, 42, 1);

    assertThat(line.trips().perOp()).isEqualTo(8);
    assertThat(line.at(10)).isEqualTo(82);
  }

  @Test
  void theWinnerIsNamedWhereNoiseLetsTell() {
    LatencyLine many = line(SliceMode.OFF, 1, 0.1, 4, 21, 0.5);
    LatencyLine few = line(SliceMode.CREATE_ONLY, 2, 0.1, 1, 7, 0.5);

    assertThat(LatencyTurn.of(List.of(many, few)))
        .singleElement()
        .satisfies(
            turn -> {
              assertThat(turn.mode()).isEqualTo(SliceMode.CREATE_ONLY);
              assertThat(turn.latencyMs()).isBetween(0.3, 0.4);
            });
  }

  @Test
  void noWinnerIsNamedWhereALineIsTooNoisy() {
    LatencyLine many = line(SliceMode.OFF, 1, 0.1, 4, 21, 0.5);
    LatencyLine few = line(SliceMode.CREATE_ONLY, 2, 0.1, 1, 7, 0.5);
    LatencyLine noisy = line(SliceMode.TWO_PHASED, 74, 20, 3, 30, 20);

    assertThat(LatencyTurn.of(List.of(many, few, noisy))).isEmpty();
  }

  @Test
  void noWinnerIsNamedThatNoiseMakes() {
    LatencyLine one = line(SliceMode.OFF, 1.9, 0.5, 2, 12, 2);
    LatencyLine other = line(SliceMode.CREATE_ONLY, 2, 0.5, 2, 11.5, 2);

    assertThat(LatencyTurn.of(List.of(one, other))).isEmpty();
  }

  private static LatencyLine line(
      SliceMode mode, double ms, double error, double counted, double with5Ms, double with5Error) {
    return new LatencyLine(
        mode,
        new Score(ms, error),
        counted,
        List.of(new LatencyLine.Delayed(5, new Score(with5Ms, with5Error))));
  }
}
