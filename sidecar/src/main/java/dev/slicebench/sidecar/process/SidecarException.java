package dev.slicebench.sidecar.process;

import org.jspecify.annotations.Nullable;

/** A sidecar cannot be had; the message is one line that says why and what to do. */
public final class SidecarException extends RuntimeException {

  /** A failure with its fix. */
  public SidecarException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
