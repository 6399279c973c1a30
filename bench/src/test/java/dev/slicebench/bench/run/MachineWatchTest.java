package dev.slicebench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.bench.ruler.Times;
import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.StreamShape;
import dev.slicebench.evidence.run.Envelope.Disturbed;
import dev.slicebench.store.SliceMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MachineWatchTest {

  private static final long SEED = 20261126;
  private static final int CELLS = 40;
  private static final int READINGS = 80;

  private final Times all = new Times();
  private final Map<BenchmarkCase, Times> byCell = new LinkedHashMap<>();

  @Test
  void aCellBesideWhichTheMachineLostAThirdOfItsTimeIsDisturbed() {
    for (int i = 0; i < CELLS; i++) {
      read(cell(i), i == 7);
    }

    assertThat(MachineWatch.disturbed(all, byCell))
        .extracting(Disturbed::cell)
        .containsExactly(cell(7));
  }

  /** Five in a hundred readings take some more, as on a machine at rest. */
  @Test
  void aMachineAtRestDisturbsNothing() {
    Random random = new Random(SEED);
    for (int i = 0; i < CELLS; i++) {
      for (int reading = 0; reading < READINGS; reading++) {
        add(cell(i), 0.2 * (1 + random.nextDouble() / 10 + (random.nextInt(20) == 0 ? 1 : 0)));
      }
    }

    assertThat(MachineWatch.disturbed(all, byCell)).as("seed %d", SEED).isEmpty();
  }

  @Test
  void whatWasNotLookedAtIsNotDisturbed() {
    assertThat(MachineWatch.disturbed(all, byCell)).isEmpty();
  }

  /** Where it is busy, one reading in four takes four times as long. */
  private void read(BenchmarkCase cell, boolean busy) {
    for (int reading = 0; reading < READINGS; reading++) {
      add(cell, busy && reading % 4 == 0 ? 0.8 : 0.2);
    }
  }

  private void add(BenchmarkCase cell, double ms) {
    all.add(ms);
    byCell.computeIfAbsent(cell, key -> new Times()).add(ms);
  }

  private static BenchmarkCase cell(int number) {
    return BenchmarkCase.of(
        Benchmark.APPEND,
        Protocol.SLICEBENCH,
        SliceMode.OFF,
        new StreamShape(number + 1, 1, 100),
        1);
  }
}
