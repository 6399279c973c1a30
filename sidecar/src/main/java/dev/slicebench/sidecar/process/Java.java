package dev.slicebench.sidecar.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM like this one, as a child process. */
public final class Java {

  private Java() {}

  /** Returns the command for a child JVM, without this one's tool options (agents, debuggers). */
  public static ProcessBuilder command(
      List<String> options, String classPath, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    return builder;
  }
}
