package dev.slicebench.conformance.verify;

import dev.slicebench.store.state.ForwardingStateStore;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Delete;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** What was written to a state store by those who went through {@link #through}. */
final class WrittenDocuments {

  private static final int DELETES_AT_ONCE = 16;

  /** A database that is busy, such as SQLite, refuses a delete now and takes it later. */
  private static final int TRIES = 4;

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
  private static final Duration SETTLING = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(1);

  private final Map<Document, Boolean> written = new ConcurrentHashMap<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean closed;

  private record Document(String key, Map<String, String> metadata) {}

  /** {@code state}, with every write remembered from now on. */
  StateStore through(StateStore state) {
    return new Remembering(state);
  }

  /** Lets no write through any more, nor a delete. */
  void close() {
    closed = true;
  }

  /**
   * Deletes every document that was written, late writes included.
   *
   * @param state the store itself, not {@link #through}: that may be closed
   * @return the keys that could not be deleted, or may yet be written
   */
  Set<String> remove(StateStore state) {
    Set<String> left = new TreeSet<>();
    boolean quiet;
    do {
      quiet = awaitQuiet();
      Set<Document> documents = Set.copyOf(written.keySet());
      Flux.fromIterable(documents)
          .flatMap(document -> delete(state, document), DELETES_AT_ONCE)
          .doOnNext(left::add)
          .blockLast();
      written.keySet().removeAll(documents);
      if (!quiet) {
        documents.forEach(document -> left.add(document.key));
      }
    } while (quiet && !written.isEmpty());
    return left;
  }

  private static Mono<String> delete(StateStore state, Document document) {
    return state
        .delete(new Delete(document.key, Condition.none()), document.metadata)
        .then(Mono.<String>empty())
        .retryWhen(
            Retry.backoff(TRIES, BETWEEN_TRIES)
                .filter(e -> e instanceof StateStoreException x && x.kind() != Kind.INVALID)
                .onRetryExhaustedThrow((spec, signal) -> signal.failure()))
        .onErrorResume(
            StateStoreException.class,
            // A key that Dapr does not take was never written.
            e -> e.kind() == Kind.INVALID ? Mono.empty() : Mono.just(document.key));
  }

  private boolean awaitQuiet() {
    long deadlineNanos = System.nanoTime() + SETTLING.toNanos();
    while (underWay.get() > 0) {
      if (System.nanoTime() > deadlineNanos) {
        return false;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return true;
  }

  private final class Remembering extends ForwardingStateStore {

    Remembering(StateStore target) {
      super(target);
    }

    @Override
    protected Mono<Void> write(
        List<? extends StateOperation> operations, Map<String, String> metadata, Mono<Void> call) {
      return Mono.defer(
          () -> {
            // First, so that whoever closes and waits for quiet waits for this one too.
            underWay.incrementAndGet();
            if (closed) {
              underWay.decrementAndGet();
              return Mono.error(
                  new StateStoreException(Kind.UNAVAILABLE, "the verification has ended", null));
            }
            for (StateOperation operation : operations) {
              if (operation instanceof StateOperation.Upsert) {
                written.put(new Document(operation.key(), metadata), true);
              }
            }
            return call.doFinally(signal -> underWay.decrementAndGet());
          });
    }
  }
}
