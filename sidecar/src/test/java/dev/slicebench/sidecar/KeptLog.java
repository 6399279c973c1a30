package dev.slicebench.sidecar;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The log that an error message names. */
public final class KeptLog {

  private static final Pattern LOG = Pattern.compile("\\(log: ([^)]+)\\)");

  private KeptLog() {}

  public static Path of(String message) {
    Matcher log = LOG.matcher(message);
    if (!log.find()) {
      throw new AssertionError("no log is named: " + message);
    }
    return Path.of(log.group(1));
  }
}
