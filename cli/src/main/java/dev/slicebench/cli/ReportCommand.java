package dev.slicebench.cli;

import dev.slicebench.answer.Evidence;
import dev.slicebench.answer.chart.Canvas;
import dev.slicebench.answer.figure.Figure;
import dev.slicebench.answer.report.HtmlReport;
import dev.slicebench.answer.report.MarkdownReport;
import dev.slicebench.answer.report.Report;
import dev.slicebench.cli.terminal.DrawingProgress;
import dev.slicebench.cli.terminal.OutputFile;
import dev.slicebench.evidence.ledger.Ledger;
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
      "Makes one HTML page of results: the answer, which modes are safe, what appends and loads take"
          + " and cost, and what was measured on what.",
      "",
      "The page is a single file without scripts: open it, mail it, print it, keep it with a build."
          + " Of each configuration the latest run is shown: yours first, and apart from them those that"
          + " came with slicebench, which are of another machine.",
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

  private static final int PICTURE_PIXELS = 360;

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

  @Option(
      names = "--pictures",
      paramLabel = "DIR",
      description =
          "Where each figure goes as an SVG file of its own, for light and dark pages. Default: nowhere.")
  private @Nullable Path pictures;

  @Override
  public Integer call() throws IOException {
    OutputFile.demandPlace(output);
    if (markdown != null) {
      OutputFile.demandPlace(markdown);
    }
    if (pictures != null) {
      OutputFile.demandFolder(pictures);
    }
    List<Evidence> evidence = folders.evidence();
    Optional<Ledger> ledger = ResultFolders.here().ledger();
    Report report = Report.of(evidence, ledger, ResultFolders.answers(evidence, ledger));
    Canvas canvas = new Canvas(new DrawingProgress(charts(report), spec.commandLine().getErr()));
    write(output, HtmlReport.of(report, canvas));
    if (markdown != null) {
      write(markdown, MarkdownReport.of(report));
    }
    if (pictures != null) {
      for (Figure figure : report.figures()) {
        write(
            pictures.resolve(figure.id() + ".svg"),
            canvas.picture(figure.title(), figure.charts(), PICTURE_PIXELS));
      }
    }
    return 0;
  }

  /** How many charts are drawn: for the page, and once more where pictures are asked for. */
  private int charts(Report report) {
    int charts = report.figures().stream().mapToInt(figure -> figure.charts().size()).sum();
    return pictures == null ? charts : 2 * charts;
  }

  private void write(Path file, String text) throws IOException {
    OutputFile.write(file, text);
    PrintWriter out = spec.commandLine().getOut();
    out.println(file);
    out.flush();
  }
}
