package dev.slicebench.bench.compare;

import java.util.Locale;

/** One of the two builds that are compared. */
public enum Side {
  /** What was there before. */
  BASE,
  /** What might replace it. */
  HEAD;

  /** Returns the other one. */
  Side other() {
    return this == BASE ? HEAD : BASE;
  }

  /** Returns the name for messages. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
