package dev.slicebench.bench.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.bench.compare.Comparison.CompareOptions;
import dev.slicebench.bench.run.Progress;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Real comparisons whose answer is known beforehand: a build with itself, with itself slowed down,
 * and with itself making one call more. Each adds a line to a file, a {@link Recording} as JSON,
 * which {@link CompareSimulation} reads. How it is called: results/experiments/compare/README.md.
 */
final class CompareExperiment {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private CompareExperiment() {}

  /** What is compared with what; one row at a time, each of the default ones in turn. */
  private enum Kind {
    /** Short: with the fewest forks that can tell. */
    SAME,
    /** As long as the command does it by default. */
    SLOWER,
    /** Short, appends only. */
    CALLS
  }

  /**
   * Arguments: what to compare, how often, the honest benchmarks.jar, the file to add to; for
   * {@code slower} also by how many percent.
   */
  public static void main(String[] arguments) throws IOException {
    Kind kind = Kind.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    int count = Integer.parseInt(arguments[1]);
    Path base = Path.of(arguments[2]).toAbsolutePath();
    Path file = Path.of(arguments[3]);
    // Other work on this machine is a fair noisy neighbour.
    System.setProperty("jmh.ignoreLock", "true");
    RegressedBuild plant = new RegressedBuild(Files.createTempDirectory("plant-"), List.of(base));
    Path head =
        switch (kind) {
          case SAME -> plant.nothing();
          case SLOWER -> plant.slower(Integer.parseInt(arguments[4]));
          case CALLS -> plant.extraCall();
        };
    List<BenchmarkCase> all = ComparisonPlan.cells(ComparisonPlan.MODES);
    List<BenchmarkCase> appends = all.subList(0, ComparisonPlan.MODES.size());
    List<BenchmarkCase> cells = kind == Kind.CALLS ? appends : all;
    for (int i = 0; i < count; i++) {
      List<BenchmarkCase> row = List.of(cells.get(i % cells.size()));
      Effort effort =
          ComparisonPlan.effort(kind == Kind.SLOWER ? ComparisonPlan.FORKS : Forks.fewest(1));
      compare(
          BenchmarkJar.open(new Build("base", null, base)),
          BenchmarkJar.open(new Build("head", null, head)),
          row,
          effort,
          file);
    }
  }

  private static void compare(
      BenchmarkJar base, BenchmarkJar head, List<BenchmarkCase> cells, Effort effort, Path file)
      throws IOException {
    try (Sidecar sidecar = Sidecars.start(SidecarKind.EMBEDDED, Backend.BuiltIn.EMBEDDED_STRICT)) {
      Recording recording =
          Comparison.run(
              sidecar,
              new CompareOptions(base, head, cells, effort, Path.of("target")),
              Progress.silent(),
              Clock.systemUTC());
      Files.writeString(
          file,
          MAPPER.writeValueAsString(recording) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      Judgement judgement = Judgement.of(recording, new Random(ComparisonPlan.SEED));
      System.out.println(recording.startedAt() + " " + judgement.overall());
      System.out.println(new ComparisonReport(recording, judgement).text());
    }
  }
}
