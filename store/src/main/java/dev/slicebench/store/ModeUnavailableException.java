package dev.slicebench.store;

import org.jspecify.annotations.Nullable;

/**
 * The slice mode is unsafe or unsupported on this store. Nothing was written. Choose another mode.
 */
public final class ModeUnavailableException extends EventStoreException {

  /** A failure, told in a sentence that names the stream and what to do next. */
  public ModeUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
