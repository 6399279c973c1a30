package dev.slicebench.bench.run;

import dev.slicebench.bench.written.Eraser;
import dev.slicebench.bench.written.KeyLog;
import dev.slicebench.sidecar.ExitTask;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.store.state.StateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * What the forks of a run have written to the store and nobody has deleted yet. If the JVM is asked
 * to end, the forks are stopped and what they wrote is deleted.
 */
public final class Leftovers implements AutoCloseable {

  private static final int FORK_GRACE_SECONDS = 5;

  private final Sidecar sidecar;
  private final Eraser eraser;
  private final boolean keep;
  private final Path keyLogs;
  private final List<String> notDeleted = new ArrayList<>();
  private final ExitTask interruption;
  private volatile boolean interrupted;

  /**
   * In {@code state}, which is behind {@code sidecar}.
   *
   * @param keep whether all of it shall stay there
   */
  public Leftovers(Sidecar sidecar, StateStore state, boolean keep) throws IOException {
    this.sidecar = sidecar;
    this.keep = keep;
    this.eraser = new Eraser(state);
    this.keyLogs = Files.createTempDirectory("slicebench-keys-");
    this.interruption = ExitTask.register(this::interrupt);
  }

  /** The folder in which the forks log the keys that they write. */
  public Path keyLogs() {
    return keyLogs;
  }

  /** Deletes what the forks have logged, unless it shall stay. */
  public synchronized void settle() {
    for (Path log : KeyLog.logs(keyLogs)) {
      if (!keep) {
        notDeleted.addAll(eraser.erase(KeyLog.read(log)));
      }
      delete(log);
    }
  }

  /** Never returns once the JVM was asked to end: nothing new may be written then. */
  public void demandTime() {
    while (interrupted) {
      LockSupport.park(this);
    }
  }

  /** The keys that could not be deleted. */
  public synchronized List<String> notDeleted() {
    return List.copyOf(notDeleted);
  }

  @Override
  public void close() {
    interruption.close();
    settle();
    delete(keyLogs);
  }

  private void interrupt() {
    interrupted = true;
    KeyLog.logs(keyLogs).forEach(Leftovers::stopFork);
    if (sidecar.isStoreTemporary()) {
      KeyLog.logs(keyLogs).forEach(Leftovers::delete);
    } else {
      settle();
    }
    delete(keyLogs);
    List<String> left = notDeleted();
    if (!left.isEmpty()) {
      System.err.println("not deleted, " + left.size() + " keys: " + String.join(" ", left));
    }
  }

  private static void stopFork(Path log) {
    ProcessHandle.current()
        .children()
        .filter(child -> child.pid() == KeyLog.pid(log))
        .forEach(
            fork -> {
              fork.destroy();
              try {
                fork.onExit().get(FORK_GRACE_SECONDS, TimeUnit.SECONDS);
              } catch (TimeoutException | ExecutionException e) {
                fork.destroyForcibly();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
