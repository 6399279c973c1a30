package dev.slicebench.evidence.file;

import java.io.IOException;

/** A file is not as it was written; the message says what is wrong in it, and names no file. */
public final class DamagedFileException extends IOException {

  /** With what is wrong. */
  public DamagedFileException(String message) {
    super(message);
  }
}
