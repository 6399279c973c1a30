package dev.slicebench.sidecar;

import java.util.concurrent.locks.LockSupport;

/**
 * What is to be done when the JVM is asked to end, Ctrl-C included, while the sidecars that
 * slicebench has started still answer: they are closed once all such tasks have returned.
 */
public final class ExitTask implements AutoCloseable {

  private final Runnable task;

  private ExitTask(Runnable task) {
    this.task = task;
  }

  /**
   * From now on, until it is closed.
   *
   * @param task is run at most once, by another thread; a failure of it is printed
   */
  public static ExitTask register(Runnable task) {
    ExitTask registered = new ExitTask(task);
    Janitor.INSTANCE.add(registered);
    return registered;
  }

  /**
   * The task is no longer needed. Does not return once the JVM was asked to end: what the task uses
   * must stay open.
   */
  @Override
  public void close() {
    while (!Janitor.INSTANCE.remove(this)) {
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
