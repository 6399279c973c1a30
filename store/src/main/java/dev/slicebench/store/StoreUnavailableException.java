package dev.slicebench.store;

import org.jspecify.annotations.Nullable;

/** The store could not be read. Nothing was written. Try again later. */
public final class StoreUnavailableException extends EventStoreException {

  /** A failure, told in a sentence that names the stream and what to do next. */
  public StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
