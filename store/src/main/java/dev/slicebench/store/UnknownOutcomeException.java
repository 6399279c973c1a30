package dev.slicebench.store;

import org.jspecify.annotations.Nullable;

/**
 * The append may be stored, now or later, or not. Append the same events, ids included, with the
 * same expected version again: if they are stored that is a repeat.
 */
public final class UnknownOutcomeException extends EventStoreException {

  /** A failure, told in a sentence that names the stream and what to do next. */
  public UnknownOutcomeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
