package dev.slicebench.sidecar.process;

import java.util.concurrent.locks.LockSupport;

/**
 * A task for the moment when the JVM is asked to end, Ctrl-C included, while the sidecars that
 * slicebench has started still answer: they are closed once all such tasks have returned.
 */
public final class ShutdownTask implements AutoCloseable {

  private final Runnable task;

  private ShutdownTask(Runnable task) {
    this.task = task;
  }

  /**
   * From now on, until it is closed.
   *
   * @param task is run at most once, by another thread; a failure of it is printed
   */
  public static ShutdownTask register(Runnable task) {
    ShutdownTask registered = new ShutdownTask(task);
    ShutdownHooks.INSTANCE.add(registered);
    return registered;
  }

  /**
   * The task is no longer needed. Does not return once the JVM was asked to end: what the task uses
   * must stay open.
   */
  @Override
  public void close() {
    while (!ShutdownHooks.INSTANCE.remove(this)) {
      LockSupport.park(this);
    }
  }

  void run() {
    try {
      task.run();
    } catch (RuntimeException e) {
      System.err.println("could not be done before the end: " + e.getMessage());
    }
  }
}
