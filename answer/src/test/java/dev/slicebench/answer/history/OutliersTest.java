package dev.slicebench.answer.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes are found, and not made up, beside runs that took twice the time. */
class OutliersTest {

  private static final long SEED = 20261126;
  private static final double OUTLIER = Math.log(2);

  private final Random random = new Random(SEED);

  /** Where outliers lie in a series with a step in its middle. */
  enum Place {
    NOWHERE,
    ANYWHERE,
    LAST_BEFORE_THE_STEP,
    FIRST_AFTER_THE_STEP,
    FIRST,
    LAST,
    TWO_FAR_APART,
    TWO_IN_A_ROW
  }

  @ParameterizedTest
  @EnumSource
  void doNotHideAStep(Place place) {
    // 14 runs, 2 % of noise, a step by 1.3.
    assertThat(foundOf1000(14, 0.02, 1.3, place)).isGreaterThanOrEqualTo(900);
    assertThat(foundOf1000(20, 0.05, 1.2, place)).isGreaterThanOrEqualTo(900);
  }

  @ParameterizedTest
  @EnumSource
  void makeNoStep(Place place) {
    for (int length : new int[] {6, 8, 14, 30, 60}) {
      for (double noise : new double[] {0.01, 0.05, 0.1}) {
        long alarms =
            IntStream.range(0, 1000)
                .filter(i -> !changes(series(length, noise, 1, place)).isEmpty())
                .count();
        assertThat(alarms)
            .as("of 1000 series of %d with noise of %s, seed %d", length, noise, SEED)
            .isLessThanOrEqualTo(10);
      }
    }
  }

  @Test
  void areTold() {
    double[] values = series(20, 0.02, 1, Place.NOWHERE);
    values[9] += OUTLIER;

    assertThat(LoneNumbers.others(values))
        .containsExactly(IntStream.range(0, 20).filter(i -> i != 9).toArray());
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2"})
  void aNewLevelIsOneFromItsThirdRunOn(int missing) {
    double[] values = new double[9 - missing];
    Arrays.fill(values, 6, values.length, Math.log(1.5));

    assertThat(LoneNumbers.others(values)).hasSize(missing == 0 ? 9 : 6);
  }

  private long foundOf1000(int length, double noise, double step, Place place) {
    return IntStream.range(0, 1000)
        .filter(
            i ->
                changes(series(length, noise, step, place)).stream()
                    .anyMatch(at -> Math.abs(at - length / 2) <= 2))
        .count();
  }

  private static List<Integer> changes(double[] values) {
    int[] others = LoneNumbers.others(values);
    return ChangePoints.of(Arrays.stream(others).mapToDouble(i -> values[i]).toArray()).stream()
        .map(i -> others[i])
        .toList();
  }

  private double[] series(int length, double noise, double step, Place place) {
    double[] values =
        IntStream.range(0, length)
            .mapToDouble(i -> noise * random.nextGaussian() + (i < length / 2 ? 0 : Math.log(step)))
            .toArray();
    for (int outlier : outliers(place, length)) {
      values[outlier] += OUTLIER;
    }
    return values;
  }

  private int[] outliers(Place place, int length) {
    return switch (place) {
      case NOWHERE -> new int[0];
      case ANYWHERE -> new int[] {random.nextInt(length)};
      case LAST_BEFORE_THE_STEP -> new int[] {length / 2 - 1};
      case FIRST_AFTER_THE_STEP -> new int[] {length / 2};
      case FIRST -> new int[] {0};
      case LAST -> new int[] {length - 1};
      case TWO_FAR_APART -> new int[] {random.nextInt(3), length - 1 - random.nextInt(3)};
      case TWO_IN_A_ROW -> {
        int at = random.nextInt(length - 1);
        yield new int[] {at, at + 1};
      }
    };
  }
}
