package dev.slicebench.bench.cli;

import picocli.CommandLine.Command;

/** {@code slicebench sidecar install}. */
@Command(
    name = "install",
    description = {
      "Builds daprd from its Go modules into your cache, once. Needs Go 1.26 or newer, about five"
          + " minutes and 4 GB."
    })
final class SidecarInstallCommand implements Runnable {

  @Override
  public void run() {
    // Waits for the sidecar module's installer.
  }
}
