package dev.slicebench.bench.cli;

import dev.slicebench.bench.report.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Parameters;

/** Which results a command is about. */
final class ResultFolders {

  @Parameters(
      paramLabel = "RESULTS",
      arity = "0..*",
      description = "Folders of runs, or folders that hold such. Default: results in the checkout.")
  private List<Path> folders = List.of();

  /** The results in the folders that were given; else those of the checkout. */
  Results read() throws IOException {
    return Results.read(
        folders.isEmpty() ? List.of(Slicebench.home().resolve("results")) : folders);
  }
}
