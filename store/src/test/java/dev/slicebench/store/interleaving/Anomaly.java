package dev.slicebench.store.interleaving;

/** A broken promise; its message tells what was seen. */
final class Anomaly extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Which promise. */
  enum Kind {
    /** Acknowledged, and not in the stream at its versions. */
    LOST,
    /** Refused, and in the stream. */
    REFUSED_YET_STORED,
    /** In the stream twice. */
    DUPLICATE,
    /** In the stream in part. */
    TORN,
    /** What was in the stream is no longer there, or elsewhere. */
    REWRITTEN,
    /** The stream cannot be read, or has a gap, or reads otherwise backwards. */
    UNREADABLE,
    /** A load or head that misses what was committed before it began, or has what never was. */
    WRONG_READ,
    /** A conflict, though the stream was at the expected version all along. */
    FALSE_CONFLICT,
    /** At rest a fresh writer cannot append. */
    WEDGED,
    /** An operation failed in a way that nothing excuses. */
    BROKEN
  }

  private final Kind kind;

  Anomaly(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }
}
