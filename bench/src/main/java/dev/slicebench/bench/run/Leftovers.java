package dev.slicebench.bench.run;

import dev.slicebench.bench.written.Eraser;
import dev.slicebench.bench.written.KeyLog;
import dev.slicebench.bench.written.LeftoverFile;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.process.ShutdownTask;
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
  private final Path list;
  private final List<KeyLog.Entry> left = new ArrayList<>();
  private final ShutdownTask interruption;
  private volatile boolean interrupted;

  /**
   * In {@code state}, which is behind {@code sidecar}.
   *
   * @param keep whether all of it shall stay there
   * @param list the file that names what could not be deleted; written where there is such
   */
  public Leftovers(Sidecar sidecar, StateStore state, boolean keep, Path list) throws IOException {
    this.sidecar = sidecar;
    this.keep = keep;
    this.list = list;
    this.eraser = new Eraser(state);
    this.keyLogs = Files.createTempDirectory("slicebench-keys-");
    this.interruption = ShutdownTask.register(this::interrupt);
  }

  /** The folder in which the forks log the keys that they write. */
  public Path keyLogs() {
    return keyLogs;
  }

  /** Deletes what the forks have logged, unless it shall stay, and what was not deleted before. */
  public synchronized void settle() {
    List<KeyLog.Entry> again = erase(left);
    left.clear();
    left.addAll(again);
    for (Path log : KeyLog.logs(keyLogs)) {
      if (!keep) {
        left.addAll(erase(KeyLog.read(log)));
      }
      delete(log);
    }
  }

  private List<KeyLog.Entry> erase(List<KeyLog.Entry> entries) {
    return LeftoverFile.only(entries, eraser.erase(entries));
  }

  /** Never returns once the JVM was asked to end: nothing new may be written then. */
  public void demandTime() {
    while (interrupted) {
      LockSupport.park(this);
    }
  }

  /** The keys that could not be deleted. */
  public synchronized List<String> notDeleted() {
    return left.stream().flatMap(entry -> entry.keys().stream()).distinct().toList();
  }

  @Override
  public void close() {
    interruption.close();
    settle();
    delete(keyLogs);
    tellLeft();
  }

  private synchronized void tellLeft() {
    if (left.isEmpty()) {
      return;
    }
    if (sidecar.isStoreTemporary()) {
      System.err.printf("not deleted, %,d keys; they go with their store%n", notDeleted().size());
      return;
    }
    try {
      LeftoverFile.of(sidecar.info(), left, List.of()).write(list);
      System.err.printf(
          "not deleted, %,d keys: './slicebench clean %s' deletes them, once the store takes it%n",
          notDeleted().size(), list);
    } catch (IOException e) {
      System.err.printf(
          "not deleted, %,d keys, and %s cannot be written (%s): %s%n",
          notDeleted().size(), list, e.getMessage(), String.join(" ", notDeleted()));
    }
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
    tellLeft();
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
