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

  /** The events are not stored, for another reason, which begins with the error's simple name. */
  record Refused(String why) implements AppendOutcome {

    /**
     * Returns whether the error is about what was asked, or says that the store could not be asked;
     * so that it says nothing of the stream.
     */
    public boolean isOfTheRequestOrOutage() {
      return Refusal.isOfTheRequest(why) || Refusal.isOutage(why);
    }
  }

  /** The events may be stored, may come to be, or neither. */
  record Unknown(String why) implements AppendOutcome {}
}
