package dev.slicebench.cli;

import dev.slicebench.bench.compare.BenchmarkJar;
import dev.slicebench.bench.compare.Comparison;
import dev.slicebench.bench.compare.Comparison.CompareOptions;
import dev.slicebench.bench.compare.ComparisonPlan;
import dev.slicebench.bench.compare.ComparisonReport;
import dev.slicebench.bench.compare.Forks;
import dev.slicebench.bench.compare.GitBuilds;
import dev.slicebench.bench.compare.Judgement;
import dev.slicebench.bench.compare.Recording;
import dev.slicebench.bench.run.Progress;
import dev.slicebench.cli.options.BackendNames;
import dev.slicebench.cli.options.SidecarChoice;
import dev.slicebench.cli.terminal.MachineLock;
import dev.slicebench.cli.terminal.OutputFile;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.process.UserCache;
import dev.slicebench.store.SliceMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code slicebench compare}. */
@Command(
    name = "compare",
    description = {
      "Tells whether one build of the benchmarks is faster or slower than another.",
      "",
      "Both are measured on one sidecar, a fork of each at a time, in short turns: base, head, head,"
          + " base. What the machine does meanwhile hits both. Dapr calls are counted too: one more an"
          + " operation is found whatever the clock says.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./slicebench compare --base main --head HEAD",
      "      two commits of this checkout, on the embedded sidecar",
      "  ./slicebench compare --base v0.1.0 --head cli/target/benchmarks.jar \\",
      "      --markdown comment.md",
      "      what is being worked on, with a twin of the table for a pull request",
      "  ./slicebench compare --base main --head HEAD --backend postgresql \\",
      "      --mode CREATE_ONLY --forks 40",
      "      on a real daprd, one mode, longer",
      "",
      "Exit status: 0 no regression was found; 1 head is slower, makes more Dapr calls, or fails; 2 a"
          + " wrong command line, or something that failed."
    })
final class CompareCommand extends HelpfulCommand implements Callable<Integer> {

  private static final int MOST_FORKS = 1000;

  @Option(
      names = "--base",
      required = true,
      paramLabel = "JAR|REF",
      description = "What was there before: a benchmarks.jar, or a branch, tag or commit.")
  private String base = "";

  @Option(
      names = "--head",
      required = true,
      paramLabel = "JAR|REF",
      description = "What might replace it. Commits are built once and kept in your cache.")
  private String head = "";

  @Option(
      names = "--mode",
      paramLabel = "M",
      description =
          "A slice mode to measure, one or more of: ${COMPLETION-CANDIDATES}. Default: OFF,"
              + " TRANSACTIONAL and CREATE_ONLY.")
  private List<SliceMode> modes = ComparisonPlan.MODES;

  @Option(
      names = "--forks",
      paramLabel = "N",
      description =
          "How many forks of each build for each row. Default: ${DEFAULT-VALUE}, about ten minutes.")
  private int forks = ComparisonPlan.FORKS;

  @Option(
      names = "--backend",
      paramLabel = "B",
      description =
          "The store, one of: ${COMPLETION-CANDIDATES}. Default: strict, on the embedded sidecar.",
      converter = BackendNames.class,
      completionCandidates = BackendNames.class)
  private Backend.@Nullable BuiltIn backend;

  @Option(
      names = "--sidecar",
      paramLabel = "KIND",
      description =
          "attached (one that you run), native (a daprd of slicebench's own) or embedded (no Dapr).")
  private @Nullable SidecarKind kind;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "Write the result as Markdown too, for a comment on a pull request.")
  private @Nullable Path markdown;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Write what was measured into this folder, as " + Recording.FILE + ".")
  private @Nullable Path results;

  @Override
  public Integer call() throws IOException {
    List<BenchmarkCase> cells = ComparisonPlan.cells(new LinkedHashSet<>(modes));
    int fewest = Forks.fewest(cells.size());
    if (forks < fewest) {
      throw usage(
          forks
              + " forks can tell nothing about "
              + cells.size()
              + " rows: give --forks "
              + fewest
              + " or more");
    }
    if (forks > MOST_FORKS) {
      throw usage(forks + " forks would take days: give --forks " + MOST_FORKS + " or fewer");
    }
    if (markdown != null) {
      OutputFile.requirePlace(markdown);
    }
    if (results != null) {
      OutputFile.requireFolder(results);
    }
    SidecarChoice choice = choice();
    GitBuilds builds =
        new GitBuilds(
            Slicebench.home(),
            UserCache.folder(System.getenv()).resolve("benchmarks"),
            spec.commandLine().getErr()::println);
    BenchmarkJar baseJar = BenchmarkJar.open(builds.base(base));
    BenchmarkJar headJar = BenchmarkJar.open(builds.head(head));
    CompareOptions options =
        new CompareOptions(
            baseJar, headJar, cells, ComparisonPlan.effort(forks), ResultFolders.here().mine());
    MachineLock lock = MachineLock.take();
    try (Sidecar sidecar = start(choice)) {
      Progress progress = Progress.onTerminal();
      return tell(Comparison.run(sidecar, options, progress, Clock.systemUTC()));
    } finally {
      lock.close();
    }
  }

  private SidecarChoice choice() {
    if (kind == null && backend == null) {
      return new SidecarChoice(SidecarKind.EMBEDDED, List.of(Backend.BuiltIn.EMBEDDED_STRICT));
    }
    try {
      return SidecarChoice.of(
          Optional.ofNullable(kind),
          backend == null ? List.of() : List.of(backend),
          new SidecarChoice.Surroundings(false, Sidecars.daprd().isPresent()));
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private static Sidecar start(SidecarChoice choice) {
    return choice.kind() == SidecarKind.ATTACHED
        ? Sidecars.attach(System.getenv(), Optional.empty())
        : Sidecars.start(choice.kind(), choice.backends().get(0));
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private int tell(Recording recording) throws IOException {
    Judgement judgement = Judgement.of(recording, new Random(ComparisonPlan.SEED));
    ComparisonReport report = new ComparisonReport(recording, judgement);
    PrintWriter out = spec.commandLine().getOut();
    out.print(report.text());
    out.flush();
    if (markdown != null) {
      OutputFile.write(markdown, report.markdown());
    }
    if (results != null) {
      OutputFile.write(results.resolve(Recording.FILE), recording.json());
    }
    return judgement.overall().isRegression() ? Slicebench.FINDING : 0;
  }
}
