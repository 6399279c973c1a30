package dev.slicebench.bench.report;

import java.io.IOException;

/** Results that cannot be used; the message is one line that names the folder and the fix. */
public final class ResultsException extends IOException {

  /** With what is wrong, and the fix. */
  public ResultsException(String message) {
    super(message);
  }
}
