package dev.slicebench.sidecar.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The temporary folder, processes and servers that were started for one sidecar. Closing ends and
 * removes it, newest first; if this JVM dies before, the reaper does.
 */
public final class ProcessScope implements AutoCloseable {

  private final Path folder;
  private final Deque<Runnable> undo = new ArrayDeque<>();
  private boolean closed;

  private ProcessScope(Path folder) {
    this.folder = folder;
  }

  /** Makes an empty scope in a new folder under {@code parent}. */
  public static ProcessScope in(Path parent) {
    return in(parent, false);
  }

  private static ProcessScope in(Path parent, boolean shared) {
    try {
      ProcessScope scope = new ProcessScope(Files.createTempDirectory(parent, "slicebench-"));
      ShutdownHooks.INSTANCE.opened(scope, shared);
      String entry = Reaper.FOLDER + " " + scope.folder.toUri();
      scope.onClose(
          () -> {
            Folders.delete(scope.folder);
            ShutdownHooks.INSTANCE.remove(entry);
          });
      ShutdownHooks.INSTANCE.add(entry);
      return scope;
    } catch (IOException e) {
      throw new SidecarException(
          "No temporary folder can be made in "
              + parent
              + "; set java.io.tmpdir to one that is writable",
          e);
    }
  }

  public static ProcessScope create() {
    return in(temporaryFolder());
  }

  /** As {@link #create()}, for what others use: it goes last. */
  public static ProcessScope shared() {
    return in(temporaryFolder(), true);
  }

  private static Path temporaryFolder() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  public Path folder() {
    return folder;
  }

  /** Starts a process that ends with these scope. */
  public synchronized Process start(ProcessBuilder builder) throws IOException {
    if (closed) {
      throw new IOException("already closed");
    }
    Process process = builder.start();
    String entry = entry(process);
    onClose(
        () -> {
          Reaper.stop(process.toHandle());
          ShutdownHooks.INSTANCE.remove(entry);
        });
    ShutdownHooks.INSTANCE.add(entry);
    return process;
  }

  private static String entry(Process process) {
    return Reaper.PROCESS
        + " "
        + process.pid()
        + " "
        + Reaper.startOf(process.toHandle()).toEpochMilli();
  }

  /** Kills a process that was started here, with its children; returns when all are gone. */
  void kill(Process process) {
    String entry = entry(process);
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly().onExit().join();
    for (ProcessHandle child : children) {
      child.destroyForcibly();
      child.onExit().join();
    }
    ShutdownHooks.INSTANCE.remove(entry);
  }

  /** Does this too when closed, before what was started earlier goes. */
  public synchronized void onClose(Runnable action) {
    undo.push(action);
  }

  /** Saves a file from the folder's removal; returns where it is now. */
  public Path keep(Path file) {
    try {
      Path kept = Files.createTempFile(temporaryFolder(), "slicebench-", "-" + file.getFileName());
      return Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      return file;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
    ShutdownHooks.INSTANCE.closed(this);
  }
}
