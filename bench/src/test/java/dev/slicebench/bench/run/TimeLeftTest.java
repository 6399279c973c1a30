package dev.slicebench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.bench.run.Cell.Load;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimeLeftTest {

  private static final Cell FIRST = Cell.floor(Subject.GET_FLOOR, new Load(0, 1, 100), 1);
  private static final Cell SECOND = Cell.floor(Subject.SAVE_FLOOR, new Load(0, 1, 100), 1);
  private static final Plan PLAN =
      new Plan("test", new Pace(1, 1, 1000, 1, 1000, List.of()), List.of(FIRST, SECOND));

  @Test
  void isTheEstimateAtFirst() {
    TimeLeft left = new TimeLeft(PLAN, () -> 0);

    assertThat(left.before(FIRST))
        .isEqualTo(Duration.ofMillis(Math.round(2 * PLAN.pace().estimateMs(FIRST))));
  }

  @Test
  void learnsFromWhatIsDone() {
    AtomicLong now = new AtomicLong();
    TimeLeft left = new TimeLeft(PLAN, now::get);
    double estimateMs = PLAN.pace().estimateMs(FIRST);

    now.set(Math.round(3 * estimateMs * 1e6));

    assertThat(left.before(SECOND)).isEqualTo(Duration.ofMillis(Math.round(3 * estimateMs)));
  }
}
