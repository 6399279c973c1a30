package dev.slicebench.sidecar.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a child process has logged. */
public final class Logs {

  private static final Pattern MESSAGE = Pattern.compile("\\bmsg=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** In what daprd wraps the reason why a component does not load, once or twice. */
  private static final Pattern WRAPPING =
      Pattern.compile("^.*\\binitialization error occurred for (?=\\S+ \\(state\\.)");

  private Logs() {}

  /** Returns the message of daprd's last fatal line, else of its last error, else its last line. */
  public static String lastFatal(Path log) {
    List<String> lines = lines(log);
    for (String level : List.of("level=fatal", "level=error", "")) {
      for (int i = lines.size() - 1; i >= 0; i--) {
        if (lines.get(i).contains(level)) {
          Matcher message = MESSAGE.matcher(lines.get(i));
          return message.find() ? plain(message.group(1)) : lines.get(i).strip();
        }
      }
    }
    return "it has logged nothing";
  }

  private static String plain(String message) {
    String unescaped = message.replace("\\\"", "\"").replace("\\n", " ").replace("\\t", " ");
    return WRAPPING.matcher(unescaped).replaceFirst("");
  }

  public static String lastLine(Path log) {
    List<String> lines = lines(log);
    return lines.isEmpty() ? "it has logged nothing" : lines.get(lines.size() - 1).strip();
  }

  private static List<String> lines(Path log) {
    try {
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
