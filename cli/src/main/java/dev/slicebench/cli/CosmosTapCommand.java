package dev.slicebench.cli;

import dev.slicebench.cli.options.PortNumbers;
import dev.slicebench.cosmos.tap.CosmosTap;
import dev.slicebench.cosmos.wire.Traffic;
import dev.slicebench.evidence.text.Paragraph;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code slicebench cosmos tap}. */
@Command(
    name = "tap",
    description = {
      "Puts a proxy in front of a Cosmos DB endpoint, your account or an emulator, and counts what"
          + " passes: requests, bytes, refusals for want of budget (429) and request units.",
      "",
      "It listens on this machine only. It sees your documents and passes them on; it keeps none, and"
          + " it needs no key. A line is printed whenever something has passed.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./slicebench cosmos tap --to https://my-account.documents.azure.com",
      "  ./slicebench cosmos tap --to https://localhost:8081 --ca emulator.pem --port 8082"
    })
final class CosmosTapCommand extends HelpfulCommand implements Callable<Integer> {

  private static final long LOOK_SECONDS = 2;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "URL",
      description = "The endpoint behind it.")
  private URI to = URI.create("");

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where it listens. Default: a port that is free.",
      converter = PortNumbers.class)
  private int port;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "A PEM file with the certificate of an emulator, to be trusted.")
  private @Nullable Path authorities;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (CosmosTap tap = CosmosTap.start(to, port, Optional.ofNullable(authorities))) {
      out.print(
          Paragraph.fit("slicebench's tap in front of " + to + " listens on " + tap.endpoint()));
      out.println();
      out.println("In a Dapr component of type state.azure.cosmosdb:");
      out.println("  - name: url");
      out.println("    value: " + tap.endpoint());
      out.println("Counters as JSON:");
      out.println("  curl " + tap.endpoint() + "_slicebench/traffic");
      out.println();
      out.println("Ctrl-C ends it.");
      out.flush();
      Traffic told = Traffic.NONE;
      while (true) {
        TimeUnit.SECONDS.sleep(LOOK_SECONDS);
        Traffic now = tap.traffic();
        tell(out, now.since(told));
        told = now;
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private static void tell(PrintWriter out, Traffic passed) {
    for (Traffic.Line line : passed.lines()) {
      out.print(
          Paragraph.fit(
              String.format(
                  Locale.ROOT,
                  "%-10s %6d requests %10.1f RU %4d refused (429)  %s",
                  line.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                  line.requests(),
                  line.requestUnits(),
                  line.throttled(),
                  line.client())));
    }
    out.flush();
  }
}
