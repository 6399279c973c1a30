package dev.slicebench.conformance.rules.check;

import java.time.Duration;

/**
 * What a store has to lose when a fault begins: one that has nothing to lose would keep every
 * promise. For the thread that plants the faults.
 */
public final class Stake {

  private final FaultWorkload workload;
  private final int appends;
  private final Duration age;
  private long atLastFault;
  private boolean there;
  private int faults;
  private int hits;

  /**
   * Of writers that go on meanwhile.
   *
   * @param appends how many were acknowledged since the fault before, for the next one to count
   * @param age how long ago at most the last of them was
   */
  public Stake(FaultWorkload workload, int appends, Duration age) {
    this.workload = workload;
    this.appends = appends;
    this.age = age;
  }

  /** Returns whether a fault that begins now counts. */
  public synchronized boolean isThere() {
    there =
        workload.acknowledged() - atLastFault >= appends
            && workload.sinceLastAcknowledged().compareTo(age) <= 0;
    return there;
  }

  /** Counts a fault that begins now; the last answer to {@link #isThere()} holds for it. */
  public synchronized void risked() {
    faults++;
    hits += there ? 1 : 0;
    there = false;
    atLastFault = workload.acknowledged();
  }

  /** Returns how many faults counted. */
  public synchronized int hits() {
    return hits;
  }

  /** Returns what the faults hit, in words. */
  @Override
  public synchronized String toString() {
    return ("%d of %d faults began when %d appends or more had been acknowledged since the one before,"
            + " the last of them at most %d ms ago")
        .formatted(hits, faults, appends, age.toMillis());
  }
}
