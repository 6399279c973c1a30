package dev.slicebench.conformance.written;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.slicebench.evidence.leftover.DocumentKeys;
import dev.slicebench.evidence.leftover.LeftoverFile;
import dev.slicebench.evidence.leftover.Leftovers;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Delete;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Deletes documents by their keys. Remembers what could not be deleted, and those of which a write
 * may yet land.
 */
public final class Eraser {

  /** Within any store's limit of a transaction. */
  private static final int KEYS_A_CALL = 50;

  private static final int KEYS_A_STEP = 400;
  private static final int CALLS_AT_ONCE = 16;

  /** A database that is busy, such as SQLite, refuses a delete now and takes it later. */
  private static final Retry AGAIN =
      Retry.backoff(4, Duration.ofMillis(50))
          .filter(e -> e instanceof StateStoreException x && x.kind() != Kind.INVALID)
          .onRetryExhaustedThrow((spec, signal) -> signal.failure());

  /** So long nothing must land after the last uncertain write. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** A store that refuses so many deletes takes none: each further one would only wait. */
  private static final int MOST_REFUSED = 100;

  /** A soak has more than need be held in memory. */
  private static final int MOST_DOUBTS = 50_000;

  private final StateStore state;
  private final boolean doubting;
  private final Time time;
  private final Set<Document> stuck = ConcurrentHashMap.newKeySet();
  private final Map<Document, Long> doubts = new HashMap<>();
  private long landed;

  private record Document(String key, Map<String, String> metadata) {}

  /**
   * Deletes from {@code state}.
   *
   * @param doubting whether writes that land late matter: not where the store goes as a whole
   */
  public Eraser(StateStore state, boolean doubting) {
    this(state, doubting, Time.REAL);
  }

  Eraser(StateStore state, boolean doubting, Time time) {
    this.state = state;
    this.doubting = doubting;
    this.time = time;
  }

  /**
   * Deletes every document of {@code writes}, whether it exists or not. What could not be deleted
   * is tried again by {@link #cleanUp}.
   */
  public synchronized void erase(Collection<Writes> writes) {
    Set<Document> documents = new LinkedHashSet<>();
    for (Writes one : writes) {
      for (String key : one.keys()) {
        Document document = new Document(key, one.metadata());
        documents.add(document);
        if (doubting && one.doubt() != null) {
          doubts.put(document, time.nanos());
        }
      }
    }
    delete(documents);
    if (doubts.size() > MOST_DOUBTS) {
      deleteLanded();
      doubts.clear();
    }
  }

  /**
   * Deletes every document of the {@code last} writes and what could not be deleted before, and
   * looks again for documents whose write is in doubt until none has landed for a while.
   *
   * @return what is there still; where writes were seen to land late, or are not answered yet, or
   *     nobody could look, also what may yet land
   */
  public synchronized Leftovers cleanUp(Collection<Writes> last) {
    erase(last);
    delete(Set.copyOf(stuck));
    boolean restless = !awaitRest();
    boolean unanswered =
        doubting && last.stream().anyMatch(one -> one.doubt() == Writes.Doubt.UNANSWERED);
    Set<Document> late = new LinkedHashSet<>();
    if (restless || unanswered || landed > 0) {
      long now = time.nanos();
      doubts.forEach(
          (document, since) -> {
            boolean recent = now - since < PATIENCE.toNanos();
            if (!stuck.contains(document) && (restless || recent)) {
              late.add(document);
            }
          });
    }
    return new Leftovers(keys(stuck), keys(late));
  }

  /**
   * Deletes the documents that {@code left} names. The file is written anew after each step, so
   * that nothing is lost where this ends in between, and is deleted when nothing is left.
   *
   * @param file where it was read from
   * @return what is left
   * @throws IOException if the file cannot be written
   */
  public synchronized Leftovers clean(LeftoverFile left, Path file) throws IOException {
    Deque<DocumentKeys> known = steps(left.notDeleted());
    Deque<DocumentKeys> late = steps(left.late());
    Leftovers rest = left.leftovers();
    while (!known.isEmpty() || !late.isEmpty()) {
      DocumentKeys step = known.isEmpty() ? late.remove() : known.remove();
      erase(List.of(new Writes(step.metadata(), step.keys(), null)));
      rest =
          new Leftovers(
              Stream.concat(keys(stuck).stream(), known.stream()).toList(), List.copyOf(late));
      LeftoverFile.of(left.sidecar(), rest).write(file);
    }
    if (rest.size() == 0) {
      Files.deleteIfExists(file);
    }
    return rest;
  }

  private static Deque<DocumentKeys> steps(List<DocumentKeys> all) {
    Deque<DocumentKeys> steps = new ArrayDeque<>();
    for (DocumentKeys one : all) {
      for (List<String> keys : parts(one.keys(), KEYS_A_STEP)) {
        steps.add(new DocumentKeys(one.metadata(), keys));
      }
    }
    return steps;
  }

  private static <T> List<List<T>> parts(List<T> all, int most) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += most) {
      parts.add(all.subList(from, Math.min(from + most, all.size())));
    }
    return parts;
  }

  private static List<DocumentKeys> keys(Collection<Document> documents) {
    return documents.stream()
        .collect(
            groupingBy(Document::metadata, LinkedHashMap::new, mapping(Document::key, toList())))
        .entrySet()
        .stream()
        .map(
            group -> new DocumentKeys(group.getKey(), List.copyOf(new TreeSet<>(group.getValue()))))
        .toList();
  }

  /** Returns false where writes in doubt went on landing, or nobody could look. */
  private boolean awaitRest() {
    long deadlineNanos = time.nanos() + PATIENCE.toNanos();
    while (!doubts.isEmpty()) {
      long quietSince = doubts.values().stream().mapToLong(since -> since).max().orElse(0);
      try {
        boolean found = deleteLanded();
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

  /** Returns whether there were any. */
  private boolean deleteLanded() {
    List<Document> looked = doubts.keySet().stream().filter(one -> !stuck.contains(one)).toList();
    List<Document> found =
        Flux.fromIterable(calls(looked))
            .flatMap(this::existing, CALLS_AT_ONCE)
            .collectList()
            .blockOptional()
            .orElseThrow();
    landed += found.size();
    found.forEach(document -> doubts.put(document, time.nanos()));
    delete(found);
    return !found.isEmpty();
  }

  private void delete(Collection<Document> documents) {
    AtomicInteger refused = new AtomicInteger();
    Flux.fromIterable(calls(documents))
        .flatMap(call -> delete(call, refused), CALLS_AT_ONCE)
        .blockLast();
  }

  private static List<DocumentKeys> calls(Collection<Document> documents) {
    return keys(documents).stream()
        .flatMap(
            group ->
                parts(group.keys(), KEYS_A_CALL).stream()
                    .map(keys -> new DocumentKeys(group.metadata(), keys)))
        .toList();
  }

  /** Deletes nothing where the store {@code refused} as much as to be called gone. */
  private Mono<Void> delete(DocumentKeys call, AtomicInteger refused) {
    List<Document> documents =
        call.keys().stream().map(key -> new Document(key, call.metadata())).toList();
    if (refused.get() >= MOST_REFUSED) {
      stuck.addAll(documents);
      return Mono.empty();
    }
    documents.forEach(stuck::remove);
    Flux<Document> left =
        documents.size() == 1
            ? Flux.fromIterable(documents)
            : deleteTogether(call)
                .onErrorResume(
                    e ->
                        isThere(documents.get(0)).flatMapMany(any -> Flux.fromIterable(documents)));
    return left.concatMap(document -> deleteAlone(document, refused))
        .then()
        .onErrorResume(
            StateStoreException.class,
            e -> {
              refused.set(MOST_REFUSED);
              stuck.addAll(documents);
              return Mono.empty();
            });
  }

  /** Returns what is there still, whatever the store says of the transaction. */
  private Flux<Document> deleteTogether(DocumentKeys call) {
    List<Delete> deletes =
        call.keys().stream().map(key -> new Delete(key, Condition.none())).toList();
    return state.transact(deletes, call.metadata()).thenMany(Flux.defer(() -> existing(call)));
  }

  private Flux<Document> existing(DocumentKeys call) {
    return state
        .bulkGet(call.keys(), call.metadata())
        .flatMapIterable(Map::values)
        .filter(StateItem::exists)
        .map(item -> new Document(item.key(), call.metadata()));
  }

  private Mono<StateItem> isThere(Document document) {
    return state.get(document.key, document.metadata).retryWhen(AGAIN);
  }

  private Mono<Void> deleteAlone(Document document, AtomicInteger refused) {
    if (refused.get() >= MOST_REFUSED) {
      stuck.add(document);
      return Mono.empty();
    }
    return state
        .delete(new Delete(document.key, Condition.none()), document.metadata)
        .retryWhen(AGAIN)
        .onErrorResume(
            e -> e instanceof StateStoreException x && x.kind() != Kind.UNAVAILABLE,
            e -> {
              // A key that Dapr does not take was never written.
              if (((StateStoreException) e).kind() != Kind.INVALID) {
                stuck.add(document);
                refused.incrementAndGet();
              }
              return Mono.empty();
            });
  }
}
