package dev.slicebench.store;

import org.jspecify.annotations.Nullable;

/** A failure of an {@link EventStore}; the subtypes are named for what the caller can do. */
public abstract sealed class EventStoreException extends RuntimeException
    permits VersionConflictException,
        LimitExceededException,
        UnknownOutcomeException,
        StoreUnavailableException,
        CorruptStreamException,
        ModeUnavailableException,
        ModeMismatchException,
        InvalidRequestException {

  EventStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
