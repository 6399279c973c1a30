package dev.slicebench.bench.compare;

import dev.slicebench.bench.jmh.Target;
import dev.slicebench.bench.ruler.Ruler;
import dev.slicebench.evidence.BenchmarkCase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Measures a cell with both builds: a fork of each lives at the same time, and single operations go
 * in turns, A B B A, so that whatever the machine does hits both. Now and then before such turns
 * the ruler is read.
 */
final class PairRunner {

  private static final int TURNS_A_READING = 10;

  private final Map<Side, BenchmarkJar> jars;
  private final Target target;
  private final Effort effort;
  private final Ruler ruler;
  private final Path folder;
  private final Path profiler;

  /**
   * For two builds.
   *
   * @param folder takes the forks' files
   */
  PairRunner(Map<Side, BenchmarkJar> jars, Target target, Effort effort, Ruler ruler, Path folder)
      throws IOException {
    this.jars = jars;
    this.target = target;
    this.effort = effort;
    this.ruler = ruler;
    this.folder = folder;
    this.profiler = extractProfiler(folder.resolve("profiler"));
  }

  /** By itself, so that none of this build's other classes stand before the forks' own. */
  private static Path extractProfiler(Path folder) throws IOException {
    String name = TurnProfiler.class.getName().replace('.', '/') + ".class";
    Path file = folder.resolve(name);
    Files.createDirectories(folder.resolve(name).getParent());
    try (InputStream bytes = PairRunner.class.getClassLoader().getResourceAsStream(name)) {
      if (bytes == null) {
        throw new IllegalStateException("no " + name);
      }
      Files.copy(bytes, file);
    }
    return folder;
  }

  /**
   * Measures one pair.
   *
   * @param first which fork starts first and has the first turn
   * @throws BrokenForkException if one of them has no figure
   */
  Pair measure(BenchmarkCase cell, Side first) throws BrokenForkException, IOException {
    try (Fork one = start(cell, first);
        Fork other = start(cell, first.other())) {
      Map<Side, Fork> forks = Map.of(first, one, first.other(), other);
      try {
        return conduct(forks, first);
      } catch (BrokenForkException e) {
        // A head that fails where the base fails too is no regression.
        fork(forks, Side.BASE).requireHealth();
        throw e;
      }
    }
  }

  private Pair conduct(Map<Side, Fork> forks, Side first) throws BrokenForkException, IOException {
    RulerLog readings = new RulerLog();
    fork(forks, first).await();
    fork(forks, first.other()).await();
    Side next = first;
    for (int turn = 0; turn < effort.warmUps() + effort.operations(); turn++) {
      for (Side side : List.of(next, next.other())) {
        fork(forks, side).await();
        if (turn >= effort.warmUps() && turn % TURNS_A_READING < 2) {
          readings.add(side, ruler.read());
        }
        fork(forks, side).give();
      }
      next = next.other();
    }
    return new Pair(
        fork(forks, Side.BASE).result(), fork(forks, Side.HEAD).result(), readings.undisturbed());
  }

  private static Fork fork(Map<Side, Fork> forks, Side side) {
    return Objects.requireNonNull(forks.get(side));
  }

  private Fork start(BenchmarkCase cell, Side side) throws IOException {
    List<String> jvm = new ArrayList<>(effort.jvmArguments());
    jvm.addAll(target.jvmArguments());
    // The comparison itself holds the lock, or does without.
    jvm.add("-Djmh.ignoreLock=true");
    BenchmarkJar jar = Objects.requireNonNull(jars.get(side));
    List<String> jmh = new ArrayList<>(jar.arguments(cell));
    // Single shots: an iteration is one operation.
    jmh.addAll(
        List.of(
            "-bm",
            "ss",
            "-f",
            "0",
            "-foe",
            "true",
            "-wi",
            String.valueOf(effort.warmUps()),
            "-i",
            String.valueOf(effort.operations())));
    return new Fork(side, jar, jvm, jmh, profiler, folder);
  }
}
