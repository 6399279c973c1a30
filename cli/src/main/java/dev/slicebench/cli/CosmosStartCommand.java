package dev.slicebench.cli;

import dev.slicebench.cli.options.CosmosOptions;
import dev.slicebench.cli.options.PortNumbers;
import dev.slicebench.cli.terminal.OutputFile;
import dev.slicebench.cosmos.CosmosAccount;
import dev.slicebench.cosmos.CosmosEmulator;
import dev.slicebench.cosmos.wire.MasterKey;
import dev.slicebench.sidecar.backend.Backend.CosmosContainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code slicebench cosmos start}. */
@Command(
    name = "start",
    description = {
      "Starts slicebench's own Cosmos DB emulator, says how to use it, and keeps it running until"
          + " Ctrl-C. All is in memory, and gone afterwards.",
      "",
      "It is neither Cosmos DB nor Microsoft's emulator: it does what Dapr's component and the"
          + " official SDKs use for documents, and refuses the rest. Its request units are a model.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./slicebench cosmos start --port 8081",
      "  ./slicebench cosmos start --tls --certificate emulator.pem",
      "  ./slicebench cosmos start --budget 400"
    })
final class CosmosStartCommand extends HelpfulCommand implements Callable<Integer> {

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where it listens, on this machine only. Default: a port that is free.",
      converter = PortNumbers.class)
  private int port;

  @Option(names = "--tls", description = "Speak https, with a certificate that is made now.")
  private boolean tls;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "Where the certificate is written, as PEM. Default: a temporary file.")
  private @Nullable Path certificate;

  @Option(
      names = "--budget",
      paramLabel = "RU",
      description =
          "Provisioned request units a second; beyond them it answers 429. Default: no limit.")
  private @Nullable Integer budget;

  @Option(
      names = "--create",
      paramLabel = "DB/NAME",
      description = "A container to begin with, partitioned by /partitionKey.")
  private @Nullable String container;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (certificate != null) {
      OutputFile.requirePlace(certificate);
    }
    CosmosEmulator.Builder builder = CosmosEmulator.builder().port(port);
    if (tls || certificate != null) {
      builder.tls();
    }
    if (budget != null) {
      if (budget < 1) {
        throw new ParameterException(
            spec.commandLine(), "--budget is " + budget + ": give a whole number from 1 on");
      }
      builder.budgetRequestUnitsPerSecond(budget);
    }
    CosmosContainer wanted =
        container == null ? null : CosmosOptions.container(spec.commandLine(), container);
    try (CosmosEmulator emulator = builder.start()) {
      if (wanted != null) {
        CosmosAccount account =
            tls || certificate != null
                ? CosmosAccount.at(emulator.endpoint(), emulator.key(), emulator.certificatePem())
                : CosmosAccount.at(emulator.endpoint(), emulator.key());
        account.createDatabase(wanted.database());
        account.createContainer(wanted.database(), wanted.container());
      }
      tell(emulator);
      new CountDownLatch(1).await();
      return 0;
    }
  }

  private void tell(CosmosEmulator emulator) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println("slicebench's Cosmos DB emulator listens on " + emulator.endpoint());
    out.println();
    out.println("Key, the one that every emulator has:");
    out.println("  " + MasterKey.WELL_KNOWN.reveal());
    if (tls || certificate != null) {
      Path file = certificate == null ? Files.createTempFile("cosmos-", ".pem") : certificate;
      OutputFile.write(file, emulator.certificatePem());
      out.println("Certificate; daprd trusts it with");
      out.println("  export SSL_CERT_FILE=" + file);
    }
    out.println("Measure on it, with database and container made and removed:");
    out.println("  ./slicebench run --cosmos-endpoint " + emulator.endpoint());
    out.println("Counters as JSON:");
    out.println("  curl " + emulator.endpoint() + "_slicebench/traffic");
    out.println();
    out.println("Ctrl-C ends it.");
    out.flush();
  }
}
