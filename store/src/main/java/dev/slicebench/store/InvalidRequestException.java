package dev.slicebench.store;

/** The request can never succeed as it is. Nothing was written. */
public final class InvalidRequestException extends EventStoreException {

  /** A failure, told in a sentence that says what is allowed. */
  public InvalidRequestException(String message) {
    super(message, null);
  }
}
