package dev.slicebench.answer.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;

class TurnTest {

  private static final String NOISE = "noise";

  @Test
  void theNearestOnEitherSide() {
    DoubleFunction<String> advice = at -> at < 1 ? "A" : at <= 4 ? "B" : at < 7 ? "C" : "D";

    assertTurns(
        Turn.around(2, 100, advice, NOISE), new Turn(1, false, "A"), new Turn(4, true, "C"));
    assertTurns(Turn.around(0, 100, advice, NOISE), new Turn(1, true, "B"));
    assertTurns(Turn.around(50, 100, advice, NOISE), new Turn(7, false, "C"));
  }

  @Test
  void whatIsBehindTheNoiseIsToldToo() {
    DoubleFunction<String> advice =
        at -> at < 3 ? "A" : at < 5 ? NOISE : at < 6 ? "B" : at < 8 ? NOISE : "C";

    assertTurns(
        Turn.around(2, 100, advice, NOISE), new Turn(3, true, NOISE), new Turn(5, true, "B"));
    assertTurns(
        Turn.around(9, 100, advice, NOISE), new Turn(8, false, NOISE), new Turn(6, false, "B"));
  }

  @Test
  void theEndsAreLookedAt() {
    assertTurns(
        Turn.around(1, 100, at -> at == 0 ? "A" : at == 100 ? "C" : "B", NOISE),
        new Turn(0, false, "A"),
        new Turn(100, true, "C"));
    assertThat(Turn.around(1, 100, at -> at > 100 ? "A" : "B", NOISE)).isEmpty();
  }

  private static void assertTurns(List<Turn> turns, Turn... expected) {
    assertThat(turns).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(turns.get(i).at()).isCloseTo(expected[i].at(), within(1e-6));
      assertThat(turns.get(i).above()).isEqualTo(expected[i].above());
      assertThat(turns.get(i).then()).isEqualTo(expected[i].then());
    }
  }
}
