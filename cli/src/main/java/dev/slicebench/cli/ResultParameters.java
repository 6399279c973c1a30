package dev.slicebench.cli;

import dev.slicebench.answer.Evidence;
import dev.slicebench.evidence.run.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Parameters;

/** Which results a command is about. */
final class ResultParameters {

  @Parameters(
      paramLabel = "RESULTS",
      arity = "0..*",
      description =
          "Folders of runs, or folders that hold such. Default: results/mine, where your own are, and"
              + " results in the checkout.")
  private List<Path> folders = List.of();

  /** As {@link ResultFolders#evidence}. */
  List<Evidence> evidence() throws IOException {
    return ResultFolders.here().evidence(folders);
  }

  /** As {@link ResultFolders#runs}. */
  Results runs() throws IOException {
    return ResultFolders.here().runs(folders);
  }
}
