package dev.slicebench.store;

import org.jspecify.annotations.Nullable;

/**
 * The store could not be read, or refused the request for the reason told. Nothing was written. Try
 * again later, once that is mended.
 */
public final class StoreUnavailableException extends EventStoreException {

  /** A failure, told in a sentence that names the stream and what to do next. */
  public StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
