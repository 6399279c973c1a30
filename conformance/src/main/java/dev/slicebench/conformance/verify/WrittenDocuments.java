package dev.slicebench.conformance.verify;

import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Delete;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * What was written to a state store by those who went through {@link #through}. A write that was
 * not told as done stays in doubt: it may land after its document was deleted.
 */
final class WrittenDocuments {

  private static final int CALLS_AT_ONCE = 16;
  private static final int KEYS_A_LOOK = 100;

  /** A database that is busy, such as SQLite, refuses a delete now and takes it later. */
  private static final int TRIES = 4;

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
  private static final Duration SETTLING = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(1);

  /** So long nothing must land after the last doubtful write. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** A soak has more than need be held in memory. */
  private static final int MOST_DOUBTS = 50_000;

  private final Time time;
  private final boolean doubting;
  private final Set<Document> written = ConcurrentHashMap.newKeySet();
  private final Set<Document> stuck = ConcurrentHashMap.newKeySet();
  private final Map<Document, Long> doubts = new ConcurrentHashMap<>();
  private final Map<Object, List<Document>> underWay = new ConcurrentHashMap<>();
  private volatile boolean closed;
  private volatile boolean restless;
  private long landed;

  private record Document(String key, Map<String, String> metadata) {}

  /** A clock, and waiting by it. */
  interface Time {
    long nanos();

    void pass(Duration duration);
  }

  static final Time REAL =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void pass(Duration duration) {
          LockSupport.parkNanos(duration.toNanos());
        }
      };

  /**
   * Nothing yet.
   *
   * @param doubting whether writes that land late matter: not where the store goes as a whole
   */
  WrittenDocuments(boolean doubting, Time time) {
    this.doubting = doubting;
    this.time = time;
  }

  /** {@code state}, with every write remembered from now on. */
  StateStore through(StateStore state) {
    return state.intercepted(Write.class, this::remembered);
  }

  /** Lets no write through any more, nor a delete. */
  void close() {
    closed = true;
  }

  /**
   * Deletes every document that was written. What could not be deleted is tried again by {@link
   * #cleanUp}.
   *
   * @param state the store itself, not {@link #through}: that may be closed
   */
  synchronized void remove(StateStore state) {
    boolean quiet;
    do {
      quiet = awaitQuiet();
      if (!quiet) {
        underWay.values().forEach(documents -> documents.forEach(this::doubt));
      }
      Set<Document> documents = Set.copyOf(written);
      delete(state, documents);
      written.removeAll(documents);
    } while (quiet && !written.isEmpty());
    if (doubts.size() > MOST_DOUBTS) {
      deleteLanded(state);
      doubts.clear();
    }
  }

  /**
   * Deletes every document that was written, and looks again for those whose write is in doubt
   * until none has landed for a while.
   *
   * @return what is there still, or may yet land, by key
   */
  synchronized List<Leftover> cleanUp(StateStore state) {
    remove(state);
    delete(state, Set.copyOf(stuck));
    restless = !awaitRest(state);
    return leftovers();
  }

  private List<Leftover> leftovers() {
    List<Leftover> left = new ArrayList<>();
    stuck.forEach(document -> left.add(new Leftover(document.key, document.metadata, false)));
    if (restless || landed > 0 || !underWay.isEmpty()) {
      long now = time.nanos();
      doubts.forEach(
          (document, since) -> {
            boolean recent = now - since < PATIENCE.toNanos();
            if (!stuck.contains(document) && (restless || recent)) {
              left.add(new Leftover(document.key, document.metadata, true));
            }
          });
    }
    left.sort(Comparator.comparing(Leftover::key));
    return left;
  }

  /** How many documents came back after they had been deleted. */
  synchronized long landed() {
    return landed;
  }

  /** False where writes in doubt went on landing, or nobody could look. */
  private boolean awaitRest(StateStore state) {
    long deadlineNanos = time.nanos() + PATIENCE.toNanos();
    while (!doubts.isEmpty()) {
      long quietSince = doubts.values().stream().mapToLong(since -> since).max().orElse(0);
      try {
        boolean found = deleteLanded(state);
        if (!found && time.nanos() - quietSince > QUIET.toNanos()) {
          return true;
        }
      } catch (StateStoreException e) {
        return false;
      }
      if (time.nanos() - deadlineNanos > 0) {
        return false;
      }
      time.pass(BETWEEN_LOOKS);
    }
    return true;
  }

  /** Whether there were any. */
  private boolean deleteLanded(StateStore state) {
    List<Document> found = new ArrayList<>();
    Map<Map<String, String>, List<Document>> together =
        doubts.keySet().stream()
            .filter(document -> !stuck.contains(document))
            .collect(Collectors.groupingBy(Document::metadata));
    List<List<Document>> looks = new ArrayList<>();
    for (List<Document> documents : together.values()) {
      for (int from = 0; from < documents.size(); from += KEYS_A_LOOK) {
        looks.add(documents.subList(from, Math.min(from + KEYS_A_LOOK, documents.size())));
      }
    }
    Flux.fromIterable(looks)
        .flatMap(look -> existing(state, look), CALLS_AT_ONCE)
        .doOnNext(found::add)
        .blockLast();
    landed += found.size();
    found.forEach(this::doubt);
    delete(state, found);
    return !found.isEmpty();
  }

  private static Flux<Document> existing(StateStore state, List<Document> look) {
    List<String> keys = look.stream().map(Document::key).toList();
    return state
        .bulkGet(keys, look.get(0).metadata)
        .flatMapIterable(Map::values)
        .filter(StateItem::exists)
        .map(item -> new Document(item.key(), look.get(0).metadata));
  }

  private void delete(StateStore state, Collection<Document> documents) {
    Flux.fromIterable(documents)
        .flatMap(document -> delete(state, document), CALLS_AT_ONCE)
        .blockLast();
  }

  private Mono<Void> delete(StateStore state, Document document) {
    return state
        .delete(new Delete(document.key, Condition.none()), document.metadata)
        .retryWhen(
            Retry.backoff(TRIES, BETWEEN_TRIES)
                .filter(e -> e instanceof StateStoreException x && x.kind() != Kind.INVALID)
                .onRetryExhaustedThrow((spec, signal) -> signal.failure()))
        .doOnSuccess(done -> stuck.remove(document))
        .onErrorResume(
            StateStoreException.class,
            e -> {
              // A key that Dapr does not take was never written.
              if (e.kind() != Kind.INVALID) {
                stuck.add(document);
              }
              return Mono.empty();
            });
  }

  private boolean awaitQuiet() {
    long deadlineNanos = time.nanos() + SETTLING.toNanos();
    while (!underWay.isEmpty()) {
      if (time.nanos() - deadlineNanos > 0) {
        return false;
      }
      time.pass(PAUSE);
    }
    return true;
  }

  private void doubt(Document document) {
    if (doubting) {
      doubts.put(document, time.nanos());
    }
  }

  private Mono<Void> remembered(Write write, StateStore next) {
    List<Document> documents =
        write.operations().stream()
            .filter(operation -> operation instanceof StateOperation.Upsert)
            .map(operation -> new Document(operation.key(), write.metadata()))
            .toList();
    Object attempt = new Object();
    // First, so that whoever closes and waits for quiet waits for this one too.
    underWay.put(attempt, documents);
    if (closed) {
      underWay.remove(attempt);
      return Mono.error(
          new StateStoreException(Kind.UNAVAILABLE, "the verification has ended", null));
    }
    written.addAll(documents);
    return write
        .on(next)
        .doOnCancel(() -> documents.forEach(this::doubt))
        .doOnError(
            e -> {
              if (!(e instanceof StateStoreException x && x.kind() == Kind.INVALID)) {
                documents.forEach(this::doubt);
              }
            })
        .doFinally(signal -> underWay.remove(attempt));
  }
}
