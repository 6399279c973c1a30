package dev.slicebench.cli.terminal;

import dev.slicebench.sidecar.process.UserCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Keeps off the terminal what libraries log, such as gRPC's warnings about connections that were
 * cut on purpose, and what ends a background thread: it goes to a file in the user's cache.
 */
public final class QuietLog {

  private static final int MOST_BYTES = 1_000_000;
  private static final Logger ROOT = Logger.getLogger("");

  private QuietLog() {}

  /** Returns where the files are. */
  public static Path folder(Map<String, String> environment) {
    return UserCache.folder(environment).resolve("logs");
  }

  /** Logs nowhere else from now on; where the file cannot be had, nowhere at all. */
  public static void begin(Map<String, String> environment) {
    LogManager.getLogManager().reset();
    try {
      Path folder = Files.createDirectories(folder(environment));
      // %u: a number, where another slicebench has the file.
      Handler file =
          new FileHandler(
              folder.toString().replace("%", "%%") + "/slicebench.%u.log", MOST_BYTES, 1, true);
      file.setLevel(Level.WARNING);
      file.setFormatter(new SimpleFormatter());
      ROOT.addHandler(file);
    } catch (IOException | RuntimeException e) {
      ROOT.setLevel(Level.OFF);
    }
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) ->
            ROOT.log(Level.SEVERE, "thread " + thread.getName() + " ended", thrown));
  }
}
