package dev.slicebench.answer.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangePointsTest {

  private static final long SEED = 20261125;

  /** A standard deviation of 5 %, as of runs on a quiet machine. */
  private static final double NOISE = 0.05;

  private final Random random = new Random(SEED);

  @Test
  void findsAStepWhereItIs() {
    assertThat(ChangePoints.of(series(20, 12, 1.3))).containsExactly(12);
  }

  @Test
  void findsTwoSteps() {
    double[] values = noise(30);
    shift(values, 10, 1.4);
    shift(values, 20, 1 / 1.4);

    assertThat(ChangePoints.of(values)).containsExactly(10, 20);
  }

  @Test
  void findsAStepWithoutAnyNoise() {
    assertThat(ChangePoints.of(new double[] {1, 1, 1, 2, 2, 2})).containsExactly(3);
    assertThat(ChangePoints.of(new double[] {1, 1, 1, 1, 1, 1})).isEmpty();
  }

  @Test
  void needsSoManyNumbers() {
    assertThat(ChangePoints.of(new double[] {1, 1, 1, 2, 2})).isEmpty();
    assertThat(ChangePoints.of(new double[0])).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"6", "12", "30", "60"})
  void raisesNoFalseAlarm(int length) {
    int series = 1000;
    long alarms =
        IntStream.range(0, series).filter(i -> !ChangePoints.of(noise(length)).isEmpty()).count();

    assertThat(alarms).as("of %d series, seed %d", series, SEED).isLessThanOrEqualTo(series / 100);
  }

  @ParameterizedTest
  @CsvSource({"12, 1.3", "20, 1.2", "40, 1.15"})
  void findsStepsThatAreLargeEnoughForTheirLength(int length, double factor) {
    int series = 300;
    long found =
        IntStream.range(0, series)
            .filter(
                i ->
                    ChangePoints.of(series(length, length / 2, factor)).stream()
                        .anyMatch(at -> Math.abs(at - length / 2) <= 1))
            .count();

    assertThat(found)
        .as("of %d series, seed %d", series, SEED)
        .isGreaterThanOrEqualTo(series * 95 / 100);
  }

  private double[] series(int length, int at, double factor) {
    double[] values = noise(length);
    shift(values, at, factor);
    return values;
  }

  private double[] noise(int length) {
    return IntStream.range(0, length).mapToDouble(i -> NOISE * random.nextGaussian()).toArray();
  }

  private static void shift(double[] logs, int from, double factor) {
    for (int i = from; i < logs.length; i++) {
      logs[i] += Math.log(factor);
    }
  }
}
