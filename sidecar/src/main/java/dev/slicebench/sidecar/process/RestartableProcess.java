package dev.slicebench.sidecar.process;

import java.io.IOException;

/** A process among the scope of a sidecar, and how it is started. */
public final class RestartableProcess implements Restartable {

  /** Starts the process and waits until it answers. */
  @FunctionalInterface
  public interface Starter {
    Process start() throws IOException, InterruptedException;
  }

  private final String name;
  private final ProcessScope scope;
  private final Starter starter;
  private Process process;

  /**
   * For a process that runs.
   *
   * @param name for messages
   */
  public RestartableProcess(String name, ProcessScope scope, Process process, Starter starter) {
    this.name = name;
    this.scope = scope;
    this.process = process;
    this.starter = starter;
  }

  public synchronized Process process() {
    return process;
  }

  @Override
  public synchronized void kill() {
    scope.kill(process);
  }

  @Override
  public synchronized void restart() {
    try {
      process = starter.start();
    } catch (IOException e) {
      throw new SidecarException(
          name + " was killed and did not start again: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SidecarException("Interrupted while " + name + " started again", e);
    }
  }
}
