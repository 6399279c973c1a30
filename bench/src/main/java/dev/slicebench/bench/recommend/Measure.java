package dev.slicebench.bench.recommend;

/** What modes are ranked by. */
enum Measure {
  /** The time that an append with its loads takes. */
  TIME,
  /** The request units that they are charged. */
  REQUEST_UNITS
}
