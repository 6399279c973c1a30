package dev.slicebench.store.state;

import org.jspecify.annotations.Nullable;

/** A failed call to Dapr. */
public final class StateStoreException extends RuntimeException {

  /** What the failure of a call says about its effect. */
  public enum Kind {
    /** The call is at fault: it was never carried out and never will be. */
    INVALID,
    /** A message was larger than gRPC's limit. A read may be cut into smaller ones. */
    TOO_LARGE,
    /** The sidecar or the store was not reached, or did not answer in time. */
    UNAVAILABLE,
    /** Anything else: for a write, a refusal or a failure, which Dapr does not tell apart. */
    FAILED
  }

  private final Kind kind;

  /** A failure as the transport told it. */
  public StateStoreException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Returns what the failure says about the call's effect. */
  public Kind kind() {
    return kind;
  }
}
