package dev.slicebench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Pace;
import dev.slicebench.evidence.Plan;
import dev.slicebench.evidence.StreamShape;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimeLeftTest {

  private static final BenchmarkCase FIRST =
      BenchmarkCase.floor(Benchmark.GET_FLOOR, new StreamShape(0, 1, 100), 1);
  private static final BenchmarkCase SECOND =
      BenchmarkCase.floor(Benchmark.SAVE_FLOOR, new StreamShape(0, 1, 100), 1);
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
