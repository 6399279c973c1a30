package dev.slicebench.cli;

import dev.slicebench.answer.history.History;
import dev.slicebench.answer.history.HistoryPage;
import dev.slicebench.answer.history.HistoryText;
import dev.slicebench.cli.terminal.OutputFile;
import dev.slicebench.evidence.text.Paragraph;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slicebench history}. */
@Command(
    name = "history",
    description = {
      "Looks along results for the runs where a figure changed its level, and names the commits in"
          + " between.",
      "",
      "It compares runs of the same machine, JVM, sidecar, store and configuration only; anything else"
          + " begins a new series. There are no thresholds to choose.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./slicebench history",
      "  ./slicebench history nightly -o history.html",
      "      of the runs in the folder nightly, with a picture of every figure",
      "",
      "Exit status: 0 all well; 1 a figure is at a slower level than before; 2 a wrong command line, or"
          + " results that cannot be used."
    })
final class HistoryCommand extends HelpfulCommand implements Callable<Integer> {

  @Mixin private ResultParameters folders = new ResultParameters();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where a page with pictures goes, one HTML file. Default: nowhere.")
  private @Nullable Path output;

  @Override
  public Integer call() throws IOException {
    if (output != null) {
      OutputFile.requirePlace(output);
    }
    History history = History.of(folders.runs());
    if (output != null) {
      OutputFile.write(output, HistoryPage.of(history));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(Paragraph.fit(HistoryText.of(history)));
    out.flush();
    return history.isSlower() ? Slicebench.FINDING : 0;
  }
}
