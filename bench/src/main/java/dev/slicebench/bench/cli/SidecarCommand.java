package dev.slicebench.bench.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slicebench sidecar}. */
@Command(
    name = "sidecar",
    description = "Gets, starts and lists Dapr sidecars.",
    subcommands = {
      SidecarInstallCommand.class,
      SidecarStartCommand.class,
      SidecarListCommand.class
    })
final class SidecarCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Help help = new Help();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: install, start or list");
  }
}
