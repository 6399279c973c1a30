package dev.slicebench.bench.run;

import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Plan;
import java.time.Duration;
import java.util.function.LongSupplier;

/** How long a plan will take yet, from its estimate and from how true that was so far. */
final class TimeLeft {

  private final Plan plan;
  private final LongSupplier nanoTime;
  private final long startedNs;

  TimeLeft(Plan plan, LongSupplier nanoTime) {
    this.plan = plan;
    this.nanoTime = nanoTime;
    this.startedNs = nanoTime.getAsLong();
  }

  /** Before {@code cell} of the plan begins. */
  Duration before(BenchmarkCase cell) {
    double doneMs = 0;
    double leftMs = 0;
    boolean reached = false;
    for (BenchmarkCase one : plan.cells()) {
      reached |= one.equals(cell);
      double estimate = plan.pace().estimateMs(one);
      doneMs += reached ? 0 : estimate;
      leftMs += reached ? estimate : 0;
    }
    double truth = doneMs == 0 ? 1 : (nanoTime.getAsLong() - startedNs) / 1e6 / doneMs;
    return Duration.ofMillis(Math.round(leftMs * truth));
  }
}
