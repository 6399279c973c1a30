package dev.slicebench.answer.recommend;

import static dev.slicebench.store.SliceMode.CREATE_ONLY;
import static dev.slicebench.store.SliceMode.OFF;
import static dev.slicebench.store.SliceMode.TRANSACTIONAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.answer.recommend.Turn.Line;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnTest {

  private static final Line STEADY = new Line(TRANSACTIONAL, 5, 2);
  private static final Line FLAT = new Line(CREATE_ONLY, 9, 1);
  private static final Line STEEP = new Line(OFF, 3, 4);

  @Test
  void theNearestOnEitherSide() {
    Line flatter = new Line(CREATE_ONLY, 50, 0);

    assertThat(Turn.around(2, STEADY, List.of(FLAT, STEEP, flatter), 100))
        .containsExactly(new Turn(1, false, OFF), new Turn(4, true, CREATE_ONLY));
  }

  @Test
  void parallelLinesAndThoseBeyondReachTurnNothing() {
    assertThat(Turn.around(2, STEADY, List.of(new Line(OFF, 6, 2), FLAT), 3)).isEmpty();
    assertThat(Turn.around(0, STEADY, List.of(new Line(OFF, 6, 3)), 100)).isEmpty();
  }
}
