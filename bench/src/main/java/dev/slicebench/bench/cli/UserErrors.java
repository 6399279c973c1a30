package dev.slicebench.bench.cli;

import dev.slicebench.conformance.history.HistoryException;
import dev.slicebench.conformance.verify.VerificationException;
import dev.slicebench.sidecar.SidecarException;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.state.StateStoreException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Tells every failure in one line on standard error; the exit status is 2. */
final class UserErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    return tell(
        command,
        oneLine(String.valueOf(failure.getMessage()))
            + " (see './"
            + command.getCommandSpec().qualifiedName(" ")
            + " --help')");
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    boolean told =
        failure instanceof SidecarException
            || failure instanceof EventStoreException
            || failure instanceof StateStoreException
            || failure instanceof VerificationException
            || failure instanceof HistoryException
            || failure instanceof IOException;
    return tell(
        command,
        told && failure.getMessage() != null
            ? oneLine(failure.getMessage())
            : "a fault of slicebench's own: " + oneLine(failure + place(failure)));
  }

  private static String place(Exception failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length == 0 ? "" : " at " + trace[0];
  }

  private static int tell(CommandLine command, String line) {
    command.getErr().println("slicebench: " + line);
    command.getErr().flush();
    return Slicebench.ERROR;
  }

  private static String oneLine(String message) {
    return String.join(" ", message.strip().split("\\s*\\R\\s*"));
  }
}
