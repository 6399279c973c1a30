package dev.slicebench.bench.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slicebench sidecar}. */
@Command(
    name = "sidecar",
    mixinStandardHelpOptions = true,
    description = "Gets, starts and lists Dapr sidecars.",
    subcommands = {
      SidecarInstallCommand.class,
      SidecarStartCommand.class,
      SidecarListCommand.class
    })
final class SidecarCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: install, start or list");
  }
}
