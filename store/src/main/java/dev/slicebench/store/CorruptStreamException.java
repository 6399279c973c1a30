package dev.slicebench.store;

import org.jspecify.annotations.Nullable;

/**
 * The stream's documents contradict each other, or one is missing or unreadable. Nothing was
 * written; trying again does not help.
 */
public final class CorruptStreamException extends EventStoreException {

  /** A failure, told in a sentence that names the stream and what to do next. */
  public CorruptStreamException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
