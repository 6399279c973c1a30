package dev.slicebench.bench.run;

import dev.slicebench.conformance.written.Eraser;
import dev.slicebench.conformance.written.LeftoverNotice;
import dev.slicebench.conformance.written.WriteLogFile;
import dev.slicebench.conformance.written.Writes;
import dev.slicebench.evidence.leftover.Leftovers;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.process.Folders;
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
import org.jspecify.annotations.Nullable;

/**
 * Deletes what the forks of a run write to the store. If the JVM is asked to end, the forks are
 * stopped first.
 */
public final class ForkWrites implements AutoCloseable {

  private static final int FORK_GRACE_SECONDS = 5;

  private final boolean storeIsTemporary;
  private final Eraser eraser;
  private final boolean keep;
  private final LeftoverNotice notice;
  private final Path logs;
  private final ShutdownTask interruption;
  private volatile @Nullable Leftovers left;
  private volatile boolean interrupted;

  /**
   * Watches over what is written to {@code state}, which is behind {@code sidecar}.
   *
   * @param keep whether all of it shall stay there
   * @param notice tells what could not be deleted
   */
  public ForkWrites(Sidecar sidecar, StateStore state, boolean keep, LeftoverNotice notice)
      throws IOException {
    this.storeIsTemporary = sidecar.isStoreTemporary();
    this.keep = keep;
    this.notice = notice;
    this.eraser = new Eraser(state, !storeIsTemporary);
    this.logs = Files.createTempDirectory("slicebench-keys-");
    this.interruption = ShutdownTask.register(this::interrupt);
  }

  /** Returns the folder in which the forks log what they write. */
  public Path logs() {
    return logs;
  }

  /** Deletes what the forks have logged, unless it shall stay. */
  public synchronized void erase() {
    eraser.erase(logged());
  }

  private List<Writes> logged() {
    List<Writes> logged = new ArrayList<>();
    for (Path log : WriteLogFile.list(logs)) {
      if (!keep) {
        logged.addAll(WriteLogFile.read(log));
      }
      delete(log);
    }
    return logged;
  }

  /** Never returns once the JVM was asked to end: nothing new may be written then. */
  public void requireTime() {
    while (interrupted) {
      LockSupport.park(this);
    }
  }

  /** Deletes all that was written, the first time; returns what is left. */
  public Leftovers cleanUp() {
    Leftovers known = left;
    return known == null ? cleanUpOnce() : known;
  }

  private synchronized Leftovers cleanUpOnce() {
    Leftovers known = left;
    if (known == null) {
      known = eraser.cleanUp(logged());
      left = known;
    }
    return known;
  }

  @Override
  public void close() {
    interruption.close();
    notice.print(cleanUp());
    Folders.delete(logs);
  }

  private void interrupt() {
    interrupted = true;
    WriteLogFile.list(logs).forEach(ForkWrites::stopFork);
    String end = "stopped";
    if (storeIsTemporary || keep) {
      left = Leftovers.NONE;
    } else {
      Leftovers rest = cleanUp();
      notice.print(rest);
      end += rest.size() == 0 ? "; all that was written is deleted" : "; not all is deleted";
    }
    System.err.println(end);
    Folders.delete(logs);
  }

  private static void stopFork(Path log) {
    ProcessHandle.current()
        .children()
        .filter(child -> child.pid() == WriteLogFile.pid(log))
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

  private static void delete(Path log) {
    try {
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
