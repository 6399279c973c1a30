package dev.slicebench.store;

/** The order in which a load delivers. */
public enum Direction {
  /** From the lowest version to the highest. */
  FORWARDS,
  /** From the highest version to the lowest. */
  BACKWARDS
}
