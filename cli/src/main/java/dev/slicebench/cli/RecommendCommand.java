package dev.slicebench.cli;

import dev.slicebench.answer.recommend.Advice;
import dev.slicebench.answer.recommend.Workloads;
import dev.slicebench.bench.ledger.LedgerCount;
import dev.slicebench.evidence.ledger.Ledgers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slicebench recommend}. */
@Command(
    name = "recommend",
    description = {
      "Says which slice mode to use for a workload, on each store that was measured, and which are"
          + " safe on each that was only verified.",
      "",
      "It measures nothing: it takes your runs in results/mine, those that came with slicebench, the"
          + " ledger, and what was verified, probed and is known of the modes' safety. What was not measured is scaled from what was, as far as that goes.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./slicebench recommend",
      "  ./slicebench recommend --workload bank-account --detail",
      "  ./slicebench recommend --workload my-workload.yaml --results results/mine",
      "",
      "docs/choose-a-mode.md says what a workload's file has.",
      "",
      "Exit status: 0 at least one store has an answer; 1 none has: no mode may be used there, figures"
          + " are missing, or it is too noisy to tell; 2 a wrong command line, or something that failed."
          + " To answer from your own runs alone, name results/mine."
    })
final class RecommendCommand extends HelpfulCommand implements Callable<Integer> {

  @Option(
      names = "--workload",
      paramLabel = "W",
      description =
          "A YAML or JSON file, or one of the presets: order, bank-account, shopping-cart,"
              + " iot-device, audit-log. Default: order.")
  private String workload = Workloads.DEFAULT;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description =
          "The folder of a run, or one that holds folders of runs; may be repeated. Default:"
              + " results/mine, where your own are, and results in the checkout.")
  private List<Path> results = new ArrayList<>();

  @Option(
      names = "--detail",
      description = "Say too why a mode is out, what would change the answer, and how sure it is.")
  private boolean detail;

  @Override
  public Integer call() throws IOException {
    ResultFolders folders = ResultFolders.here();
    Advice advice =
        Advice.of(
                Workloads.read(workload),
                folders.evidence(results),
                Ledgers.read(folders.committed()),
                LedgerCount::of)
            .requireStore();
    PrintWriter out = spec.commandLine().getOut();
    out.print(advice.text(detail));
    out.flush();
    return advice.isAnswer() ? 0 : Slicebench.FINDING;
  }
}
