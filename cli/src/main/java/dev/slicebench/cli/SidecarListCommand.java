package dev.slicebench.cli;

import dev.slicebench.evidence.text.Paragraph;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.Sidecars.Offer;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code slicebench sidecar list}. */
@Command(
    name = "list",
    description = "Shows which sidecars and backends this machine offers, and why not the rest.")
final class SidecarListCommand extends HelpfulCommand implements Runnable {

  private static final String ROW = "%-9s %-14s %s";

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, String> environment = System.getenv();
    out.println(ROW.formatted("SIDECAR", "BACKEND", ""));
    out.print(
        Paragraph.wrap(
            ROW.formatted("attached", "its own", ""),
            " ".repeat(ROW.formatted("", "", "").length()),
            Sidecars.attachable(environment)
                ? "as DAPR_GRPC_ENDPOINT or DAPR_GRPC_PORT says"
                : "no: set DAPR_GRPC_PORT to the gRPC port of a sidecar that runs"));
    for (Offer offer : Sidecars.offers()) {
      out.print(
          Paragraph.wrap(
              ROW.formatted(
                  offer.kind().name().toLowerCase(Locale.ROOT), offer.backend().label(), ""),
              " ".repeat(ROW.formatted("", "", "").length()),
              offer.problem().map(problem -> "no: " + problem).orElse("yes")));
    }
    out.flush();
  }
}
