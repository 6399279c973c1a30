package dev.slicebench.conformance.history;

/** How a load or a question for the head ended. */
public sealed interface ReadOutcome {

  /** With all of the answer. */
  record Complete() implements ReadOutcome {}

  /** With an error, which begins with its type's simple name. */
  record Failed(String why) implements ReadOutcome {

    /**
     * Returns whether the error says that the store could not be asked, and so nothing of the
     * stream.
     */
    public boolean isOutage() {
      return Refusal.isOutage(why);
    }

    /** Returns whether the error is about what was asked, and so says nothing of the stream. */
    public boolean isOfTheRequest() {
      return Refusal.isOfTheRequest(why);
    }
  }

  /** The caller gave up, or the history ended first. */
  record Unknown(String why) implements ReadOutcome {}
}
