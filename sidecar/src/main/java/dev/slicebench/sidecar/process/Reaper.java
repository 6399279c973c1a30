package dev.slicebench.sidecar.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The program that outlives a killed JVM: it reads on its standard input what that JVM has started,
 * and when the input ends it stops the processes that are still registered, newest first, and
 * removes the folders. It needs nothing but the JDK.
 */
final class Reaper {

  /** A process, by id and start time: ids are used again. */
  static final String PROCESS = "process";

  static final String FOLDER = "folder";

  private static final Duration GRACE = Duration.ofSeconds(5);

  /** When a process that is still there is asked again. */
  private static final Duration ASK_AGAIN = Duration.ofMillis(300);

  private final List<String> entries = new ArrayList<>();

  private Reaper() {}

  public static void main(String[] args) {
    Thread work = new Thread(new Reaper()::work, "reaper");
    // The terminal's Ctrl-C reaches this process too, and it must not go before the one that it
    // watches.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    work.join();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    work.start();
  }

  private void work() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("+")) {
          entries.add(line.substring(1));
        } else {
          entries.remove(line.substring(1));
        }
      }
    } catch (IOException e) {
      // A broken pipe is an end of input too.
    }
    Collections.reverse(entries);
    for (String entry : entries) {
      String[] words = entry.split(" ", -1);
      if (words[0].equals(PROCESS)) {
        stop(Long.parseLong(words[1]), Instant.ofEpochMilli(Long.parseLong(words[2])));
      }
    }
    for (String entry : entries) {
      String[] words = entry.split(" ", -1);
      if (words[0].equals(FOLDER)) {
        Folders.delete(Path.of(URI.create(words[1])));
      }
    }
  }

  private static void stop(long pid, Instant started) {
    ProcessHandle.of(pid)
        .filter(process -> started.equals(startOf(process)))
        .ifPresent(Reaper::stop);
  }

  /** Start time in whole milliseconds; the epoch where the system does not tell. */
  static Instant startOf(ProcessHandle process) {
    return Instant.ofEpochMilli(
        process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
  }

  /**
   * Asks a process to end, twice if it has to be, since a daprd may go on after the first time; and
   * ends it if it has not within a few seconds.
   */
  static void stop(ProcessHandle process) {
    try {
      if (!ends(process, ASK_AGAIN) && !ends(process, GRACE)) {
        process.destroyForcibly();
        process.onExit().join();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static boolean ends(ProcessHandle process, Duration patience)
      throws InterruptedException {
    CompletableFuture<ProcessHandle> exit = process.onExit();
    process.destroy();
    try {
      exit.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }
}
