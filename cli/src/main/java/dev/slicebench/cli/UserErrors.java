package dev.slicebench.cli;

import dev.slicebench.bench.run.Terminal;
import dev.slicebench.cli.terminal.FileTrouble;
import dev.slicebench.conformance.history.HistoryException;
import dev.slicebench.conformance.verify.VerificationException;
import dev.slicebench.evidence.text.Paragraph;
import dev.slicebench.evidence.text.Suggestions;
import dev.slicebench.sidecar.process.SidecarException;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.state.StateStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells every failure on standard error, in one line, or on a terminal in as many as fit it; the
 * exit status is 2.
 */
final class UserErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private final Terminal terminal;

  UserErrors(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    return print(
        command,
        oneLine(message(failure))
            + " (see './"
            + command.getCommandSpec().qualifiedName(" ")
            + " --help')");
  }

  private static String message(ParameterException failure) {
    String message = String.valueOf(failure.getMessage());
    CommandSpec command = failure.getCommandLine().getCommandSpec();
    if (failure instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      if (unmatched.isUnknownOption()) {
        return message + Suggestions.question(word, List.copyOf(command.optionsMap().keySet()));
      }
      List<String> commands = List.copyOf(command.subcommands().keySet());
      return commands.isEmpty()
          ? message
          : "'%s' is no command%s".formatted(word, Suggestions.question(word, commands));
    }
    ArgSpec argument = failure.getArgSpec();
    String value = failure.getValue();
    return argument == null || value == null
        ? message
        : message
                .replaceFirst("is not an int$", "is no whole number up to 2,147,483,647")
                .replaceFirst(
                    "is not a long$", "is no whole number up to 9,223,372,036,854,775,807")
            + Suggestions.question(value, values(argument, value));
  }

  /**
   * Returns what an argument can be, in the letters of {@code value}; empty where it is no choice.
   */
  private static List<String> values(ArgSpec argument, String value) {
    List<String> values = new ArrayList<>();
    for (Class<?> type : argument.auxiliaryTypes()) {
      if (type.isEnum()) {
        boolean isLower = value.equals(value.toLowerCase(Locale.ROOT));
        Arrays.stream(type.getEnumConstants())
            .map(Object::toString)
            .map(one -> isLower ? one.toLowerCase(Locale.ROOT) : one)
            .forEach(values::add);
      }
    }
    Iterable<String> candidates = argument.completionCandidates();
    if (values.isEmpty() && candidates != null) {
      candidates.forEach(values::add);
    }
    return values;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
    if (cause instanceof IOException file) {
      return print(command, oneLine(FileTrouble.words(file)));
    }
    boolean told =
        failure instanceof SidecarException
            || failure instanceof EventStoreException
            || failure instanceof StateStoreException
            || failure instanceof VerificationException
            || failure instanceof HistoryException;
    return print(
        command,
        told && failure.getMessage() != null
            ? oneLine(failure.getMessage())
            : "a fault of slicebench's own: " + oneLine(failure + place(failure)));
  }

  private static String place(Exception failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length == 0 ? "" : " at " + trace[0];
  }

  private int print(CommandLine command, String line) {
    String message = "slicebench: " + line;
    (terminal.isWatched()
            ? Paragraph.wrap("", "  ", message, terminal.columns())
            : List.of(message))
        .forEach(command.getErr()::println);
    command.getErr().flush();
    return Slicebench.ERROR;
  }

  private static String oneLine(String message) {
    return String.join(" ", message.strip().split("\\s*\\R\\s*"));
  }
}
