package dev.slicebench.cli;

import dev.slicebench.bench.run.Terminal;
import dev.slicebench.cli.options.FileNames;
import dev.slicebench.cli.options.Urls;
import dev.slicebench.cli.terminal.EncodableWriter;
import dev.slicebench.cli.terminal.QuietLog;
import dev.slicebench.evidence.text.Paragraph;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
    name = "slicebench",
    mixinStandardHelpOptions = true,
    version = "slicebench " + Slicebench.VERSION,
    description = {
      "Which SliceMode should I use on my Dapr state store?",
      "",
      "slicebench measures event streams in a Dapr state store, on your own sidecar: which of the"
          + " five slice modes are safe there, and what an append and a load cost in each.",
      ""
    },
    footer = {
      "",
      "First steps:",
      "  ./slicebench doctor     what this machine offers",
      "  ./slicebench run        a table and an answer, in three minutes",
      "  ./slicebench verify     which modes keep which promises on your store, with proof",
      "",
      "Exit status: 0 all well; 1 a finding, such as a mode that is unsafe; 2 a wrong command line, or"
          + " something that failed."
    },
    subcommands = {
      RunCommand.class,
      VerifyCommand.class,
      CleanCommand.class,
      ReportCommand.class,
      RecommendCommand.class,
      CompareCommand.class,
      HistoryCommand.class,
      LedgerCommand.class,
      MigrateCommand.class,
      SidecarCommand.class,
      CosmosCommand.class,
      DoctorCommand.class
    })
public final class Slicebench implements Runnable {

  static final String VERSION = "0.1.0";

  private static final int LONGEST_OPTION = 28;

  /** Exit status: a finding. */
  static final int FINDING = 1;

  /** Exit status: a usage or tool error. */
  static final int ERROR = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Slicebench() {}

  /** Runs a command and ends the JVM with its exit status. */
  public static void main(String[] arguments) {
    QuietLog.begin(System.getenv());
    // Also ends threads of libraries that would go on for ever.
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    PrintWriter err = EncodableWriter.on(System.err, "stderr");
    try {
      return commandLine(Terminal.here())
          .setOut(EncodableWriter.on(System.out, "stdout"))
          .setErr(err)
          .execute(arguments);
    } catch (Error e) {
      err.println("slicebench: a fault of slicebench's own, or of this JVM: " + e);
      return ERROR;
    }
  }

  static CommandLine commandLine(Terminal terminal) {
    UserErrors errors = new UserErrors(terminal);
    return new CommandLine(new Slicebench())
        .setUsageHelpWidth(Paragraph.WIDTH)
        .setUsageHelpLongOptionsMaxWidth(LONGEST_OPTION)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Path.class, new FileNames())
        .registerConverter(URI.class, new Urls())
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  /** Returns the checkout that this runs from; else the current folder. */
  static Path home() {
    return Path.of(System.getProperty("slicebench.home", "")).toAbsolutePath();
  }

  @Override
  public void run() {
    List<String> names = List.copyOf(spec.subcommands().keySet());
    int last = names.size() - 1;
    throw new ParameterException(
        spec.commandLine(),
        "say what to do: " + String.join(", ", names.subList(0, last)) + " or " + names.get(last));
  }
}
