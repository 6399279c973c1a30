package dev.slicebench.store;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The patience of one append: how often it does the same again while nothing in the stream moves.
 * Once a write was sent, a failure to find out what became of it is an unknown outcome.
 */
final class Attempts {

  private static final int MAX_WITHOUT_PROGRESS = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

  private final String stream;
  private int withoutProgress;

  Attempts(String stream) {
    this.stream = stream;
  }

  /** Does {@code step} again after a pause, or says that the outcome is unknown. */
  <T> Mono<T> again(Supplier<Mono<T>> step) {
    if (withoutProgress == MAX_WITHOUT_PROGRESS) {
      return Mono.error(unknown(null));
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << withoutProgress++);
    // Not on the parallel scheduler: what follows may block.
    return Mono.delay(pause, Schedulers.boundedElastic()).then(Mono.defer(step));
  }

  /** Does {@code step} at once, since another writer has moved the stream on. */
  <T> Mono<T> afterProgress(Supplier<Mono<T>> step) {
    withoutProgress = 0;
    return Mono.defer(step);
  }

  /**
   * A question about a write that was sent: failing to get an answer leaves its outcome unknown.
   */
  <T> Mono<T> afterWrite(Mono<T> question) {
    return question.onErrorMap(
        e -> !(e instanceof VersionConflictException || e instanceof UnknownOutcomeException),
        this::unknown);
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
