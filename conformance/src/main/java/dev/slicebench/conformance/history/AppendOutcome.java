package dev.slicebench.conformance.history;

import dev.slicebench.store.AppendResult;

/** What the caller of an append was told. */
public sealed interface AppendOutcome {

  /** The events are stored. */
  record Acknowledged(AppendResult result) implements AppendOutcome {}

  /**
   * The events are not stored, since the stream was at another version.
   *
   * @param actual the version that was told; 0 for no stream
   */
  record Conflict(long actual) implements AppendOutcome {}

  /** The events are not stored, for another reason. */
  record Refused(String why) implements AppendOutcome {}

  /** The events may be stored, may come to be, or neither. */
  record Unknown(String why) implements AppendOutcome {}
}
