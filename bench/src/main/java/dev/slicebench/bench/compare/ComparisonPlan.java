package dev.slicebench.bench.compare;

import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.StreamShape;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What a comparison measures: few rows that tell, so that each has many forks. */
public final class ComparisonPlan {

  /** Modes that share little of their code. */
  public static final List<SliceMode> MODES =
      List.of(SliceMode.OFF, SliceMode.TRANSACTIONAL, SliceMode.CREATE_ONLY);

  /** Forks of each build for each row, so that six rows take about ten minutes. */
  public static final int FORKS = 22;

  /** What the bootstrap draws from: the same recording gives the same words. */
  public static final long SEED = 20_261_125L;

  private static final int WARM_UPS = 220;
  private static final int OPERATIONS = 300;
  private static final StreamShape LOAD = new StreamShape(100, 10, 1024);

  /**
   * The first compiler alone, in the foreground: within a second a fork is as fast as it gets,
   * however busy the machine is.
   */
  private static final List<String> JVM =
      List.of("-XX:TieredStopAtLevel=1", "-Xbatch", "-XX:+UseSerialGC", "-Xms256m", "-Xmx256m");

  private ComparisonPlan() {}

  /** Returns an append and a load of the whole stream for each mode. */
  public static List<BenchmarkCase> cells(Collection<SliceMode> modes) {
    List<BenchmarkCase> cells = new ArrayList<>();
    for (Benchmark benchmark : List.of(Benchmark.APPEND, Benchmark.LOAD_WHOLE)) {
      modes.forEach(
          mode -> cells.add(BenchmarkCase.of(benchmark, Protocol.SLICEBENCH, mode, LOAD, 1)));
    }
    return cells;
  }

  /** What an operation calls once has passed the compiler's threshold of 200 by then. */
  public static Effort effort(int forks) {
    return new Effort(forks, WARM_UPS, OPERATIONS, JVM);
  }
}
