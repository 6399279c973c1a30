package dev.slicebench.sidecar.process;

/** A process that can be killed, and started again at the same place on the same data. */
public interface Restartable {

  /** Kills it, without a chance to put anything in order; returns when it is gone. */
  void kill();

  /**
   * Starts it again after a {@link #kill()}; returns when it answers.
   *
   * @throws SidecarException if it does not
   */
  void restart();
}
