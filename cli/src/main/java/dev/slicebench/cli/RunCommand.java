package dev.slicebench.cli;

import dev.slicebench.answer.Answer;
import dev.slicebench.answer.Table;
import dev.slicebench.answer.recommend.Workloads;
import dev.slicebench.bench.run.BenchmarkRun;
import dev.slicebench.bench.run.BenchmarkRun.Outcome;
import dev.slicebench.bench.run.BenchmarkRun.RunOptions;
import dev.slicebench.bench.run.Progress;
import dev.slicebench.cli.options.LatencyOptions;
import dev.slicebench.cli.options.StoreOptions;
import dev.slicebench.cli.terminal.FileTrouble;
import dev.slicebench.cli.terminal.MachineLock;
import dev.slicebench.cli.terminal.OutputFile;
import dev.slicebench.evidence.Profile;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.run.Envelope;
import dev.slicebench.evidence.run.Run;
import dev.slicebench.evidence.run.Scores;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.store.SliceMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slicebench run}. */
@Command(
    name = "run",
    description = {
      "Measures the slice modes and says which to use for the workload 'order', with a table.",
      "",
      "First every mode is tried out on the store; one that loses events there is not measured. Then"
          + " JMH measures appends and loads, by this project's protocol, by the original's and by the"
          + " fewest raw Dapr calls that could do the job; beyond 'quick', by each mode's own calls sent"
          + " raw, too. What was written is deleted afterwards.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./slicebench run",
      "      on the sidecar that DAPR_GRPC_PORT or DAPR_GRPC_ENDPOINT names; else on a daprd of its own"
          + " over PostgreSQL; else, without a daprd, on the embedded sidecar, which is not Dapr and"
          + " behaves as daprd does over Cosmos DB",
      "  ./slicebench run --backend redis --backend postgresql",
      "      on two stores, one after the other; slicebench starts the servers itself",
      "  DAPR_GRPC_PORT=50001 ./slicebench run --component-name statestore",
      "      on a sidecar that you run, whatever its store is",
      "  ./slicebench run --cosmos-endpoint https://my-account.documents.azure.com \\",
      "      --cosmos-key-env MY_KEY",
      "      on your Cosmos DB account, in a database that is made for the run; it is billed to you",
      "  ./slicebench run --backend postgresql --store-latency 5ms \\",
      "      --client-latency 0.3ms",
      "      with the latency of a network, which a loopback does not have",
      "  ./slicebench run --component components/my-store.yaml --profile standard",
      "      on a daprd of its own with your component file",
      "",
      "Exit status: 0 all well; 1 a figure is broken that is not the original's, a mode that you"
          + " named was not measured, or something could not be deleted; 2 a wrong command line, or something that failed."
    })
final class RunCommand extends HelpfulCommand implements Callable<Integer> {

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "How much is measured: quick (at most 3 minutes a store), standard (about 15) or full (many"
              + " hours). Default: quick.")
  private Profile profile = Profile.QUICK;

  @Mixin private StoreOptions store = new StoreOptions();

  @Mixin private LatencyOptions latency = new LatencyOptions();

  @Option(
      names = "--mode",
      paramLabel = "M",
      description =
          "A slice mode to measure, one or more of: ${COMPLETION-CANDIDATES}. Default: all.")
  private List<SliceMode> modes = List.of();

  @Option(
      names = "--allow-unsafe",
      description = "Measure modes too that lose events on the store. They are marked.")
  private boolean allowUnsafe;

  @Option(names = "--keep", description = "Leave in the store what was written.")
  private boolean keep;

  @Option(
      names = "--detail",
      description = "Print all that was measured, below the answer and its table.")
  private boolean detail;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Where the results go. Default: results/mine in the checkout.")
  private @Nullable Path results;

  @Override
  public Integer call() throws IOException {
    ResultFolders.here().requireReadable();
    List<Supplier<Sidecar>> sidecars = store.sidecars(latency.sidecar(spec.commandLine()));
    int status = 0;
    MachineLock lock = MachineLock.take();
    try {
      for (int i = 0; i < sidecars.size(); i++) {
        status = Math.max(status, measure(sidecars.get(i), store.typed("clean", i)));
      }
      return status;
    } finally {
      lock.close();
    }
  }

  private int measure(Supplier<Sidecar> starting, String clean) throws IOException {
    Set<SliceMode> wanted =
        new LinkedHashSet<>(modes.isEmpty() ? List.of(SliceMode.values()) : modes);
    Path home = Slicebench.home();
    RunOptions options =
        new RunOptions(
            wanted,
            profile::plan,
            allowUnsafe,
            keep,
            results == null ? ResultFolders.here().mine() : results,
            home,
            spec.commandLine().getParseResult().originalArgs(),
            clean);
    Progress progress = Progress.onTerminal();
    try (Sidecar sidecar = starting.get()) {
      Outcome outcome = BenchmarkRun.run(sidecar, options, progress);
      return tell(outcome);
    }
  }

  private static String table(
      Envelope envelope, Scores scores, List<Answer> answers, boolean detail) {
    return Table.of(envelope, scores, answers, Workloads.DEFAULT, detail);
  }

  private int tell(Outcome outcome) throws IOException {
    Scores scores = Scores.parse(outcome.jmh());
    List<Answer> answers =
        ResultFolders.here()
            .answer(
                new Run(outcome.folder(), outcome.envelope(), scores),
                results == null ? List.of() : List.of(results))
            .stream()
            .toList();
    String table = table(outcome.envelope(), scores, answers, true);
    PrintWriter out = spec.commandLine().getOut();
    out.print(detail ? table : table(outcome.envelope(), scores, answers, false));
    out.println();
    out.flush();
    if (outcome.unwritten().isPresent()) {
      throw new IOException(
          FileTrouble.results(outcome.folder(), outcome.unwritten().get()),
          outcome.unwritten().get());
    }
    OutputFile.write(outcome.folder().resolve("table.md"), "```text\n" + table + "```\n");
    PrintWriter err = spec.commandLine().getErr();
    err.println("results: " + outcome.folder());
    err.flush();
    Envelope envelope = outcome.envelope();
    boolean refused =
        envelope.standings().stream()
            .anyMatch(
                one ->
                    modes.contains(one.mode())
                        && (one.verdict() == Verdict.UNSUPPORTED
                            || (one.verdict() == Verdict.UNSAFE && !allowUnsafe)));
    // The original loses events where writers meet: that is no failure of the run.
    boolean broken =
        envelope.broken().stream().anyMatch(one -> one.cell().protocol() != Protocol.ORIGINAL);
    return refused || broken || !envelope.notDeleted().isEmpty() ? Slicebench.FINDING : 0;
  }
}
