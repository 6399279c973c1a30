package dev.slicebench.conformance.history;

/** How a load or a question for the head ended. */
public sealed interface ReadOutcome {

  /** With all of the answer. */
  record Complete() implements ReadOutcome {}

  /** With an error. */
  record Failed(String why) implements ReadOutcome {}

  /** The caller gave up, or the history ended first. */
  record Unknown(String why) implements ReadOutcome {}
}
