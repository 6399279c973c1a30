package dev.slicebench.conformance.history.check;

/**
 * What a history can show to be wrong. Each is certain where it is found. In the order of what they
 * cost who relies on the stream: first what was promised and is gone, then what should not be
 * there, loads that show the wrong thing, a stream that serves nobody any more, and last what was
 * told wrongly.
 */
public enum Anomaly {
  LOST_APPEND("an append was acknowledged, yet its events are in no load that had to show them"),
  VANISHED_EVENT("an acknowledged event was loaded once, and a later load does not show it"),
  TWO_APPENDS_AT_ONE_VERSION("two appends were acknowledged at the same version"),
  DIVERGENT_READS("two loads show different events at one version"),
  TORN_BATCH("the events of one append are not adjacent and in order, or not all there"),
  PHANTOM_APPEND("an append was refused, yet its events are loaded", true),
  DUPLICATE("an event is loaded at two versions"),
  ALIEN_EVENT("an event is loaded that nobody had sent by then", true),
  REORDER("an append that began after another was acknowledged stands before it"),
  ABORTED_READ(
      "an event was loaded whose append was never acknowledged, and a later load does not show it"),
  GAP("a load leaves out a version in the midst of its range"),
  FRACTURED_READ("a load shows some of an append's events, other loads show all"),
  UNORDERED_LOAD("a load delivers versions in another order than it was asked for"),
  WRONG_RANGE("a load delivers a version outside of its range, or more events than asked for"),
  UNREADABLE("at the end, with no fault any more and the store in reach, load after load fails"),
  WEDGED("at the end, with no fault any more, append after append expects what is and fails", true),
  WRONG_VERSION("an append was told another version than its events have, or can have", true),
  FALSE_CONFLICT(
      "an append was told a conflict, though the stream was certainly at the version expected",
      true),
  STALE_READ("a load or head does not show what was acknowledged, or told, before it began"),
  NON_MONOTONIC_READ("a load does not show what an earlier load showed, and a later one does"),
  NON_MONOTONIC_HEAD("a head is lower than a version that was told or loaded before it began"),
  HEAD_BEYOND_EVENTS("a head or a load goes beyond the versions there are", true),
  WRONG_ACTUAL("a conflict tells a version that the stream cannot have had", true),
  WRONG_FLAG(
      "an append was told wrongly that it created the stream or did not, or that it was no repeat");

  private final String definition;
  private final boolean needsAllOperations;

  Anomaly(String definition) {
    this(definition, false);
  }

  Anomaly(String definition, boolean needsAllOperations) {
    this.definition = definition;
    this.needsAllOperations = needsAllOperations;
  }

  /** Returns what it is, in a line. */
  public String definition() {
    return definition;
  }

  /** Returns whether a stream shows it too while its store is away. */
  public boolean needsStoreInReach() {
    return this == UNREADABLE || this == WEDGED;
  }

  /** Returns whether an operation that is missing from the history could explain it. */
  public boolean needsAllOperations() {
    return needsAllOperations;
  }
}
