package dev.slicebench.sidecar.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that nothing outlives this JVM: when the JVM ends in an orderly way, Ctrl-C included,
 * the {@link ShutdownTask}s are done and then what is open is closed, and a {@link Reaper} is told
 * what there is, for the case that the JVM is killed.
 */
public final class ShutdownHooks {

  public static final ShutdownHooks INSTANCE = new ShutdownHooks();

  private final Deque<ShutdownTask> tasks = new ArrayDeque<>();
  private final Deque<ProcessScope> open = new ArrayDeque<>();
  private volatile boolean ending;
  private @Nullable Writer reaper;

  private ShutdownHooks() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::closeAll, "slicebench-janitor"));
  }

  /** Returns whether the JVM is on its way out. */
  public boolean ending() {
    return ending;
  }

  /**
   * Takes note.
   *
   * @param shared whether others need it: such are closed last
   */
  synchronized void opened(ProcessScope scope, boolean shared) {
    if (shared) {
      open.addLast(scope);
    } else {
      open.addFirst(scope);
    }
  }

  synchronized void closed(ProcessScope scope) {
    open.remove(scope);
  }

  /** The newest is done first. */
  synchronized void add(ShutdownTask task) {
    tasks.addFirst(task);
  }

  /** Returns whether there was time to take it away: false once the JVM is on its way out. */
  synchronized boolean remove(ShutdownTask task) {
    if (!ending) {
      tasks.remove(task);
    }
    return !ending;
  }

  private void closeAll() {
    List<ShutdownTask> first;
    synchronized (this) {
      ending = true;
      first = List.copyOf(tasks);
    }
    first.forEach(ShutdownTask::run);
    List<ProcessScope> left;
    synchronized (this) {
      left = List.copyOf(open);
    }
    left.forEach(ProcessScope::close);
  }

  /** Registers an entry with the reaper, which is started at the first one. */
  synchronized void add(String entry) {
    try {
      if (reaper == null) {
        reaper = startReaper();
      }
      reaper.write("+" + entry + "\n");
      reaper.flush();
    } catch (IOException e) {
      throw new SidecarException(
          "The clean-up process could not be started or has died: " + e.getMessage(), e);
    }
  }

  synchronized void remove(String entry) {
    try {
      if (reaper != null) {
        reaper.write("-" + entry + "\n");
        reaper.flush();
      }
    } catch (IOException e) {
      // The reaper is gone; what it would have removed has just been removed.
    }
  }

  private static Writer startReaper() throws IOException {
    ProcessBuilder builder =
        Java.command(
            List.of("-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            codeSource(),
            Reaper.class.getName(),
            List.of());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return builder.start().outputWriter(StandardCharsets.UTF_8);
  }

  private static String codeSource() {
    try {
      return Path.of(
              ShutdownHooks.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
