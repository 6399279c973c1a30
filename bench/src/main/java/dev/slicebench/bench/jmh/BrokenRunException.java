package dev.slicebench.bench.jmh;

/** What a benchmark wrote is not what its stream holds: its figures mean nothing. */
public final class BrokenRunException extends RuntimeException {

  /** With what was found. */
  public BrokenRunException(String message) {
    super(message);
  }
}
