package dev.slicebench.evidence.file;

import java.io.IOException;
import java.nio.file.Path;

/** Results that cannot be used; the message is one line that names the folder and the fix. */
public final class ResultsException extends IOException {

  /** With what is wrong, and the fix. */
  public ResultsException(String message) {
    super(message);
  }

  public static ResultsException damaged(Path file, String why) {
    return new ResultsException(
        "%s is cut short or damaged: restore it, or remove its folder (%s)".formatted(file, why));
  }
}
