package dev.slicebench.conformance.history;

/** A file is not a history. */
public final class HistoryException extends RuntimeException {

  /** A failure, told in a line that names the file, the line in it, and what is wrong there. */
  public HistoryException(String message) {
    super(message);
  }
}
