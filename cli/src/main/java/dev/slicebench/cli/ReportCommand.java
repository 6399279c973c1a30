package dev.slicebench.cli;

import dev.slicebench.answer.Evidence;
import dev.slicebench.answer.report.HtmlReport;
import dev.slicebench.answer.report.MarkdownReport;
import dev.slicebench.answer.report.Report;
import dev.slicebench.cli.terminal.OutputFile;
import dev.slicebench.evidence.ledger.Ledgers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slicebench report}. */
@Command(
    name = "report",
    description = {
      "Makes one HTML page of results, a store at a time: the answer, which modes are safe, what appends"
          + " and loads take and cost, and a workload to play with.",
      "",
      "The page is a single file that fetches nothing: open it, mail it, print it, keep it with a build."
          + " Without scripts it shows tables in place of charts. Of each configuration the latest run is"
          + " shown: yours first, and apart from them those that came with slicebench, which are of"
          + " another machine.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./slicebench report",
      "      report.html, from your runs in results/mine and all that came with slicebench",
      "  ./slicebench report results/20261124T151631Z-postgresql-v2 -o postgresql.html",
      "      of one run",
      "  ./slicebench report --markdown comment.md",
      "      and a short one, for a pull request",
      "",
      "Exit status: 0 all well; 2 a wrong command line, or results that cannot be used."
    })
final class ReportCommand extends HelpfulCommand implements Callable<Integer> {

  @Mixin private ResultParameters folders = new ResultParameters();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where the page goes. Default: report.html.")
  private Path output = Path.of("report.html");

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "Where a short report in Markdown goes. Default: nowhere.")
  private @Nullable Path markdown;

  @Override
  public Integer call() throws IOException {
    OutputFile.requirePlace(output);
    if (markdown != null) {
      OutputFile.requirePlace(markdown);
    }
    List<Evidence> evidence = folders.evidence();
    Optional<Ledgers> ledgers = ResultFolders.here().ledgers();
    PrintWriter err = spec.commandLine().getErr();
    err.println("counting what other workloads cost: up to half a minute");
    err.flush();
    Report report = Report.of(evidence, ledgers, ResultFolders.advice(evidence, ledgers));
    write(output, HtmlReport.of(report));
    if (markdown != null) {
      write(markdown, MarkdownReport.of(report));
    }
    return 0;
  }

  private void write(Path file, String text) throws IOException {
    OutputFile.write(file, text);
    PrintWriter out = spec.commandLine().getOut();
    out.println(file);
    out.flush();
  }
}
