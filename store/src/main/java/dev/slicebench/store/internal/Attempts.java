package dev.slicebench.store.internal;

import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.ModeMismatchException;
import dev.slicebench.store.UnknownOutcomeException;
import dev.slicebench.store.VersionConflictException;
import dev.slicebench.store.internal.documents.StreamDocuments;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The patience of one append: how often it does the same again while nothing in the stream moves.
 * Once a write was sent, a failure to find out what became of it is an unknown outcome.
 */
final class Attempts {

  private static final int MAX_WITHOUT_PROGRESS = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final long NOTHING = -1;

  private final String stream;
  private final Scheduler pauses;
  private int withoutProgress;
  private long unsettled = NOTHING;
  private long movedOnFrom = NOTHING;

  Attempts(StreamDocuments documents) {
    this.stream = documents.stream();
    this.pauses = documents.pauses();
  }

  /** Does {@code step} again after a pause, or says that the outcome is unknown. */
  <T> Mono<T> again(Supplier<Mono<T>> step) {
    if (withoutProgress == MAX_WITHOUT_PROGRESS) {
      return Mono.error(unknown(null));
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << withoutProgress++);
    return Mono.delay(pause, pauses).then(Mono.defer(step));
  }

  /**
   * Does {@code step} at once, since another writer has moved the stream on; after a pause where it
   * was found so behind the same version before. A stream that lost its head and kept its events
   * looks moved on each time, for ever.
   */
  <T> Mono<T> afterProgress(Supplier<Mono<T>> step) {
    long base = unsettled;
    unsettled = NOTHING;
    if (base != NOTHING && base <= movedOnFrom) {
      return again(step);
    }
    movedOnFrom = Math.max(movedOnFrom, base);
    withoutProgress = 0;
    return Mono.defer(step);
  }

  /**
   * Returns what follows a write that was sent: failing there leaves its outcome unknown, unless
   * the stream itself was found to stand against it.
   *
   * @param base the version that the events were to stand behind
   */
  <T> Mono<T> afterWrite(long base, Mono<T> question) {
    return Mono.defer(
            () -> {
              unsettled = base;
              return question;
            })
        .onErrorMap(
            e ->
                !(e instanceof VersionConflictException
                    || e instanceof InvalidRequestException
                    || e instanceof UnknownOutcomeException
                    || (e instanceof ModeMismatchException mismatch && isSettledBy(mismatch))),
            this::unknown);
  }

  /** Refuses for good what was not found among the documents that the stream left behind. */
  <T> Mono<T> refused(ModeMismatchException moved) {
    if (moved.leftAllBehind()) {
      unsettled = NOTHING;
    }
    return Mono.error(moved);
  }

  private boolean isSettledBy(ModeMismatchException mismatch) {
    return unsettled == NOTHING || mismatch.isFinalBehind(unsettled);
  }

  private UnknownOutcomeException unknown(@Nullable Throwable cause) {
    return new UnknownOutcomeException(
        "stream '"
            + stream
            + "': the events may be stored, now or later"
            + (cause == null ? "" : " (" + cause.getMessage() + ")")
            + "; append the same events again with the same expected version to find out",
        cause);
  }
}
