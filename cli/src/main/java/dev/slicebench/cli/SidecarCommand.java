package dev.slicebench.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** {@code slicebench sidecar}. */
@Command(
    name = "sidecar",
    description = "Gets, starts and lists Dapr sidecars.",
    subcommands = {
      SidecarInstallCommand.class,
      SidecarStartCommand.class,
      SidecarListCommand.class
    })
final class SidecarCommand extends HelpfulCommand implements Runnable {

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: install, start or list");
  }
}
