package dev.slicebench.bench.run;

import dev.slicebench.bench.ruler.Ruler;
import dev.slicebench.bench.ruler.RulerPart;
import dev.slicebench.bench.ruler.Times;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.run.Envelope.Disturbed;
import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads the ruler right before and after each cell, when nothing of the run works: what it loses
 * then, something else took, and took from the cell's figures too. Arithmetic alone is judged; the
 * loopback's time scatters on a machine at rest. One thread looks; any may ask what was disturbed.
 */
final class MachineWatch implements Closeable {

  /** About a fiftieth of a second. */
  private static final int READINGS = 40;

  /** From here on, a third of the machine's time was gone. */
  static final double DISTURBED = 1.5;

  private final Ruler ruler;
  private final Times all = new Times();
  private final Map<BenchmarkCase, Times> byCell = new LinkedHashMap<>();

  private MachineWatch(Ruler ruler) {
    this.ruler = ruler;
  }

  static MachineWatch begin() throws IOException {
    return new MachineWatch(Ruler.warm());
  }

  /** Looks at the machine; {@code cell} comes next, or has just ended. */
  void lookBeside(BenchmarkCase cell) throws IOException {
    for (int i = 0; i < READINGS; i++) {
      add(cell, Objects.requireNonNull(ruler.read().get(RulerPart.CPU)));
    }
  }

  private synchronized void add(BenchmarkCase cell, double ms) {
    all.add(ms);
    byCell.computeIfAbsent(cell, key -> new Times()).add(ms);
  }

  /**
   * Returns the cells beside which the ruler took {@value #DISTURBED} times as long on average as
   * it takes undisturbed.
   */
  synchronized List<Disturbed> disturbed() {
    return disturbed(all, byCell);
  }

  static List<Disturbed> disturbed(Times all, Map<BenchmarkCase, Times> byCell) {
    if (all.count() == 0) {
      return List.of();
    }
    double undisturbed = all.quantile(Times.UNDISTURBED);
    return byCell.entrySet().stream()
        .map(one -> new Disturbed(one.getKey(), one.getValue().mean() / undisturbed))
        .filter(one -> one.times() >= DISTURBED)
        .toList();
  }

  @Override
  public void close() throws IOException {
    ruler.close();
  }
}
