package dev.slicebench.conformance.history.check;

/** What a history can show to be wrong. Each is certain where it is found. */
public enum Anomaly {
  LOST_APPEND("an append was acknowledged, yet its events are in no load that had to show them"),
  VANISHED_EVENT("an acknowledged event was loaded once, and a later load does not show it"),
  ABORTED_READ(
      "an event was loaded whose append was never acknowledged, and a later load does not show it"),
  PHANTOM_APPEND("an append was refused, yet its events are loaded", true),
  ALIEN_EVENT("an event is loaded that nobody had sent by then", true),
  DUPLICATE("an event is loaded at two versions"),
  TORN_BATCH("the events of one append are not adjacent and in order, or not all there"),
  FRACTURED_READ("a load shows some of an append's events, other loads show all"),
  GAP("a load leaves out a version in the midst of its range"),
  UNORDERED_LOAD("a load delivers versions in another order than it was asked for"),
  WRONG_RANGE("a load delivers a version outside of its range, or more events than asked for"),
  DIVERGENT_READS("two loads show different events at one version"),
  WRONG_VERSION("an append was told another version than its events have, or can have", true),
  TWO_APPENDS_AT_ONE_VERSION("two appends were acknowledged at the same version"),
  REORDER("an append that began after another was acknowledged stands before it"),
  STALE_READ("a load or head does not show what was acknowledged, or told, before it began"),
  NON_MONOTONIC_READ("a load does not show what an earlier load showed, and a later one does"),
  NON_MONOTONIC_HEAD("a head is lower than a version that was told or loaded before it began"),
  HEAD_BEYOND_EVENTS("a head or a load goes beyond the versions there are", true),
  FALSE_CONFLICT(
      "an append was told a conflict, though the stream was certainly at the version expected",
      true),
  WRONG_ACTUAL("a conflict tells a version that the stream cannot have had", true),
  WRONG_FLAG(
      "an append was told wrongly that it created the stream or did not, or that it was no repeat"),
  WEDGED("at the end, with no fault any more, append after append expects what is and fails", true),
  UNREADABLE("at the end, with no fault any more and the store in reach, load after load fails");

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

  /** Returns whether an operation that is missing from the history could explain it. */
  public boolean needsAllOperations() {
    return needsAllOperations;
  }
}
