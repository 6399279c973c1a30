package dev.slicebench.bench.ruler;

import java.util.Locale;

/** What the ruler asks of the machine. */
public enum RulerPart {
  /** Integer arithmetic. */
  CPU,
  /** Allocating, filling and reading arrays. */
  MEMORY,
  /** Bytes to another thread and back, by TCP over the loopback. */
  LOOPBACK;

  /** Returns the name for messages. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
