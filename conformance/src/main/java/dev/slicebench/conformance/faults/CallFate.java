package dev.slicebench.conformance.faults;

/** What becomes of a call to a state store. */
public enum CallFate {
  /** It is carried out and answered. */
  NORMAL,
  /** It is lost on its way there. The caller is told that the store was not reached. */
  REQUEST_LOST,
  /** It is carried out, and its answer is lost. The caller is told the same. */
  ANSWER_LOST,
  /** It is carried out, and again; the caller is told what came of the second time. */
  DELIVERED_TWICE,
  /** The caller is told that the store was not reached; the call is carried out later. */
  LATE,
  /** It is refused for no fault of its own, as a store does that is asked too much. */
  THROTTLED
}
