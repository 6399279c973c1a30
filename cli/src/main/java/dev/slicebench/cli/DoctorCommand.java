package dev.slicebench.cli;

import dev.slicebench.cli.Check.Result;
import dev.slicebench.evidence.text.Paragraph;
import dev.slicebench.sidecar.Sidecars;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code slicebench doctor}. */
@Command(
    name = "doctor",
    description = {
      "Tries out what this machine has, and says what was seen, how to mend it, and what to type.",
      "",
      "It runs the tools for their versions, asks Docker's engine, and asks the sidecar that is named"
          + " for its state stores; it leaves nothing behind.",
      ""
    },
    footer = {"", "Exit status: 0 nothing is broken; 1 something is."})
final class DoctorCommand extends HelpfulCommand implements Callable<Integer> {

  private static final String ROW = "%-9s %-9s ";

  @Override
  public Integer call() {
    Map<String, String> environment = System.getenv();
    List<Check> checks = new Checkup(environment, Slicebench.home()).all();
    PrintWriter out = spec.commandLine().getOut();
    for (Check check : checks) {
      out.print(
          Paragraph.wrap(
              ROW.formatted(check.name(), check.result().label()),
              " ".repeat(ROW.formatted("", "").length()),
              check.seen()));
    }
    out.println();
    out.print(Paragraph.wrap("", "", advice(checks, Sidecars.attachable(environment))));
    out.print(
        Paragraph.wrap("", "", "What libraries log goes to " + QuietLog.folder(environment) + "."));
    out.flush();
    return checks.stream().anyMatch(one -> one.result() == Result.BROKEN) ? Slicebench.FINDING : 0;
  }

  private static String advice(List<Check> checks, boolean isAttachable) {
    if (isAttachable) {
      return is(checks, "sidecar", Result.OK)
          ? "Type './slicebench run': it measures the sidecar that is named."
          : "Mend the sidecar, or unset its variable; then type './slicebench run'.";
    }
    return is(checks, "daprd", Result.OK)
        ? "Type './slicebench run': it measures PostgreSQL behind this daprd."
        : is(checks, "daprd", Result.BROKEN)
            ? "Mend daprd, or unset DAPRD; then type './slicebench run'."
            : "Type './slicebench run': it measures the embedded sidecar with Cosmos DB's behaviour,"
                + " which is not Dapr.";
  }

  private static boolean is(List<Check> checks, String name, Result result) {
    return checks.stream().anyMatch(one -> one.name().equals(name) && one.result() == result);
  }
}
