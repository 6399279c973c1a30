package dev.slicebench.conformance.verify;

import org.jspecify.annotations.Nullable;

/** A store could not be verified; the message says what to do. It says nothing about the store. */
public final class VerificationException extends RuntimeException {

  /** A failure, told in a sentence that says what to do next. */
  public VerificationException(String message) {
    this(message, null);
  }

  VerificationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
