package dev.slicebench.conformance.history.check;

/**
 * What a history can show to be wrong, by name; {@link Sentence} says when. In the order of what
 * they cost who relies on the stream: first what was promised and is gone, then what should not be
 * there, loads that show the wrong thing, a stream that serves nobody any more, and last what was
 * told wrongly.
 */
public enum Anomaly {
  LOST_APPEND,
  VANISHED_EVENT,
  TWO_APPENDS_AT_ONE_VERSION,
  DIVERGENT_READS,
  TORN_BATCH,
  PHANTOM_APPEND,
  MISPLACED_APPEND,
  DUPLICATE,
  ALIEN_EVENT,
  REORDER,
  ABORTED_READ,
  GAP,
  FRACTURED_READ,
  UNORDERED_LOAD,
  WRONG_RANGE,
  UNREADABLE,
  WEDGED,
  WRONG_VERSION,
  FALSE_CONFLICT,
  STALE_READ,
  NON_MONOTONIC_READ,
  NON_MONOTONIC_HEAD,
  HEAD_BEYOND_EVENTS,
  WRONG_ACTUAL,
  WRONG_FLAG;

  /** Returns whether a stream shows it too while its store is away. */
  public boolean needsStoreInReach() {
    return this == UNREADABLE || this == WEDGED;
  }
}
