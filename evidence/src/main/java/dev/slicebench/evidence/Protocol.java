package dev.slicebench.evidence;

/** Whose protocol appends and loads. */
public enum Protocol {
  /** This project's store. */
  OURS,
  /** The original's, flaws and all; it has no {@code CREATE_ONLY}. */
  REFERENCE
}
