package dev.slicebench.cli;

import dev.slicebench.sidecar.daprd.DaprdInstaller;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code slicebench sidecar install}. */
@Command(
    name = "install",
    description = {
      "Builds daprd from its Go modules into your cache, once. Needs Go 1.26 or newer, some minutes,"
          + " and 4 GB in Go's caches."
    })
final class SidecarInstallCommand extends HelpfulCommand implements Runnable {

  @Override
  public void run() {
    PrintWriter err = spec.commandLine().getErr();
    Path daprd =
        DaprdInstaller.install(
            line -> {
              err.println(line);
              err.flush();
            });
    PrintWriter out = spec.commandLine().getOut();
    out.println(daprd);
    out.flush();
  }
}
