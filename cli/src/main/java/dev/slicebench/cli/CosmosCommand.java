package dev.slicebench.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** {@code slicebench cosmos}. */
@Command(
    name = "cosmos",
    description = {
      "An Azure Cosmos DB emulator, and a tap that counts what any Cosmos DB endpoint is asked.",
      ""
    },
    subcommands = {CosmosStartCommand.class, CosmosTapCommand.class})
final class CosmosCommand extends HelpfulCommand implements Runnable {

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: start or tap");
  }
}
