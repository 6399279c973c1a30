package dev.slicebench.store;

/**
 * The stream is not at the version that the append expected. None of its events is stored, nor will
 * be. Load the stream, decide again, append again.
 */
public final class VersionConflictException extends EventStoreException {

  private final String stream;
  private final ExpectedVersion expected;
  private final long actual;

  /**
   * A conflict.
   *
   * @param actual the stream's version when the conflict was found; 0 where it does not exist
   */
  public VersionConflictException(String stream, ExpectedVersion expected, long actual) {
    super(
        "stream '" + stream + "' is at version " + actual + ", the append expected " + expected,
        null);
    this.stream = stream;
    this.expected = expected;
    this.actual = actual;
  }

  /** Returns the stream's name. */
  public String stream() {
    return stream;
  }

  /** Returns what the append expected. */
  public ExpectedVersion expected() {
    return expected;
  }

  /**
   * Returns the stream's version when the conflict was found, or one it had before; 0 where it does
   * not exist.
   */
  public long actual() {
    return actual;
  }
}
