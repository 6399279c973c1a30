package dev.slicebench.evidence.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "7 | 7",
        "39.99999 | 40",
        "0.0123 | 0.012",
        "0.9996 | 1",
        "1.745 | 1.75",
        "9.996 | 10.0",
        "39.81 | 39.8",
        "99.96 | 100",
        "12345.6 | 12,346",
        "-2.5 | -2.50",
        "Infinity | ?",
        "NaN | ?"
      })
  void haveThreeDigits(double value, String text) {
    assertThat(Numbers.of(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.745 | 0.223 | 1.75 ±0.22", "39.81 | 1.894 | 39.8 ±1.9", "105 | 5.6 | 105 ±6",
        "14.2 | 0.0394 | 14.2 ±0.039", "3 | 0 | 3", "2.5 | Infinity | 2.50 ±?"
      })
  void haveErrorsAsExactAsThemselves(double value, double error, String text) {
    assertThat(Numbers.of(value, error)).isEqualTo(text);
  }

  @Test
  void countThings() {
    assertThat(Numbers.of(1, "call")).isEqualTo("1 call");
    assertThat(Numbers.of(1.5, "call")).isEqualTo("1.50 calls");
    assertThat(Numbers.of(0, "call")).isEqualTo("0 calls");
  }
}
