package dev.slicebench.store.internal.documents;

import dev.slicebench.store.CorruptStreamException;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.LimitExceededException;
import dev.slicebench.store.ModeUnavailableException;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.StoreUnavailableException;
import dev.slicebench.store.internal.documents.KnownShapes.Shape;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * One stream's documents in the state store: every call of a protocol goes through here.
 *
 * @param profile what the store is known to do
 * @param readAhead what was read already; each item is good for one read
 * @param shapes what this store instance has met in streams
 * @param pauses where waits before another try are spent; what follows runs there and may block
 */
public record StreamDocuments(
    StateStore state,
    String stream,
    Map<String, String> metadata,
    StoreProfile profile,
    Map<String, StateItem> readAhead,
    KnownShapes shapes,
    Scheduler pauses) {

  /**
   * How daprd refuses a request before it looks at it; a proxy's limit of calls reads otherwise.
   */
  private static final Pattern TOO_LARGE =
      Pattern.compile("received message larger than max \\((\\d{1,18}) vs\\. (\\d{1,18})\\)");

  /** How daprd, a component or this client says that it has no Query API, now or later. */
  private static final Pattern NO_QUERIES =
      Pattern.compile(
          "(?i)unimplemented|no Query API|not support quer|required for query capability");

  private static final int READ_AGAIN = 4;
  private static final Duration READ_AGAIN_AFTER = Duration.ofMillis(40);

  /** What became of a write, as far as its answer tells. */
  public enum Written {
    /** It was carried out. */
    ACKNOWLEDGED,
    /** It was refused, it failed, or its answer was lost: only reading back can tell. */
    UNCERTAIN
  }

  /** Returns the same stream's documents where other metadata finds them. */
  public StreamDocuments in(Map<String, String> otherMetadata) {
    return new StreamDocuments(state, stream, otherMetadata, profile, Map.of(), shapes, pauses);
  }

  /** Returns the same, where the next read of each of {@code items} is answered with it. */
  public StreamDocuments having(Collection<StateItem> items) {
    Map<String, StateItem> read = new ConcurrentHashMap<>();
    items.forEach(item -> read.put(item.key(), item));
    return new StreamDocuments(state, stream, metadata, profile, read, shapes, pauses);
  }

  /** Returns what this store instance has met in the stream. */
  public Shape shape() {
    return shapes.of(stream);
  }

  public void sawSlicesOf(int events) {
    shapes.sawSlices(stream, events);
  }

  public void sawDocumentsOf(long bytes) {
    shapes.sawDocuments(stream, bytes);
  }

  public Mono<StateItem> get(String key) {
    return Mono.defer(
        () -> {
          StateItem read = readAhead.isEmpty() ? null : readAhead.remove(key);
          return read != null
              ? Mono.just(read)
              : state.get(key, metadata).onErrorMap(StateStoreException.class, this::unavailable);
        });
  }

  /** As {@link #get}, patient with a store that is away: for questions after a write. */
  public Mono<StateItem> getPatiently(String key) {
    return patiently(state.get(key, metadata))
        .onErrorMap(StateStoreException.class, this::unavailable);
  }

  /** As {@link #getAll}, patient as {@link #getPatiently} is. */
  public Mono<List<StateItem>> getAllPatiently(List<String> keys) {
    return patiently(getAll(keys));
  }

  /** As {@link #confirmed}, patient as {@link #getPatiently} is. */
  public Mono<StateItem> confirmedPatiently(StateItem read) {
    return read.exists() || !profile.bulkOmits() ? Mono.just(read) : getPatiently(read.key());
  }

  private <T> Mono<T> patiently(Mono<T> question) {
    return question.retryWhen(
        Retry.backoff(READ_AGAIN, READ_AGAIN_AFTER)
            .scheduler(pauses)
            .filter(StreamDocuments::isAway)
            .onRetryExhaustedThrow((spec, signal) -> signal.failure()));
  }

  /** Returns whether a read failed in a way that may pass. */
  private static boolean isAway(Throwable e) {
    Throwable failure = e instanceof EventStoreException ? e.getCause() : e;
    return failure instanceof StateStoreException away && away.kind() != Kind.INVALID;
  }

  public Mono<Head> head() {
    return get(Keys.head(stream)).map(item -> Documents.readHead(stream, item));
  }

  /** As {@link #head}, patient as {@link #getPatiently} is. */
  public Mono<Head> headPatiently() {
    return getPatiently(Keys.head(stream)).map(item -> Documents.readHead(stream, item));
  }

  /**
   * Returns the items of {@code keys}, in their order. An answer that is too large for a message is
   * asked for again in halves.
   */
  public Mono<List<StateItem>> getAll(List<String> keys) {
    if (!readAhead.isEmpty() && readAhead.keySet().containsAll(keys)) {
      return Flux.fromIterable(keys).concatMap(this::get).collectList();
    }
    if (isReadOneByOne(keys.size())) {
      return Flux.fromIterable(keys)
          .flatMapSequential(this::get, profile.pointReads())
          .onErrorMap(StreamDocuments::firstOf)
          .collectList();
    }
    return state
        .bulkGet(keys, metadata)
        .map(items -> inOrder(keys, items))
        .onErrorResume(StreamDocuments::isTooLarge, e -> getHalves(keys))
        .onErrorMap(StateStoreException.class, this::unavailable);
  }

  private List<StateItem> inOrder(List<String> keys, Map<String, StateItem> items) {
    List<StateItem> inOrder = new ArrayList<>(keys.size());
    for (String key : keys) {
      inOrder.add(item(items, key));
    }
    return inOrder;
  }

  private Mono<List<StateItem>> getHalves(List<String> keys) {
    int half = keys.size() / 2;
    return getAll(keys.subList(0, half))
        .flatMap(
            first ->
                getAll(keys.subList(half, keys.size()))
                    .map(second -> Stream.of(first, second).flatMap(List::stream).toList()));
  }

  /**
   * Returns what was read of a key that should have a document. If it is missing, and a bulk get
   * may have left it out, the key is asked for by itself: one more call.
   */
  public Mono<StateItem> confirmed(StateItem read) {
    return read.exists() || !profile.bulkOmits() ? Mono.just(read) : get(read.key());
  }

  /**
   * Returns whether so many keys that were read at once, and are missing, are missing for certain.
   */
  public boolean isAbsenceCertain(int keys) {
    return isReadOneByOne(keys) || !profile.bulkOmits();
  }

  private boolean isReadOneByOne(int keys) {
    return keys <= profile.pointReads();
  }

  /** Returns the first failure where several reads under way at once have failed. */
  public static Throwable firstOf(Throwable e) {
    return Exceptions.unwrapMultiple(e).get(0);
  }

  /** Returns whether a read failed only for the size of its answer. */
  public static boolean isTooLarge(Throwable e) {
    Throwable failure = e instanceof EventStoreException ? e.getCause() : e;
    return failure instanceof StateStoreException tooLarge && tooLarge.kind() == Kind.TOO_LARGE;
  }

  public Mono<List<StateItem>> query(String query) {
    return state
        .query(query, metadata)
        .onErrorMap(
            StateStoreException.class,
            e ->
                !NO_QUERIES.matcher(String.valueOf(e.getMessage())).find()
                    ? unavailable(e)
                    : new ModeUnavailableException(
                        "stream '"
                            + stream
                            + "' cannot be queried ("
                            + e.getMessage()
                            + "): choose a mode that needs no Query API",
                        e));
  }

  public Mono<Written> save(String key, byte[] value, Condition condition) {
    return written(state.save(new Upsert(key, value, condition), metadata));
  }

  public Mono<Written> delete(String key, Condition condition) {
    return written(state.delete(new StateOperation.Delete(key, condition), metadata));
  }

  public Mono<Written> transact(List<StateOperation> operations) {
    return written(state.transact(operations, metadata));
  }

  private Mono<Written> written(Mono<Void> write) {
    return Mono.defer(
            () -> {
              if (!readAhead.isEmpty()) {
                readAhead.clear();
              }
              return write;
            })
        .thenReturn(Written.ACKNOWLEDGED)
        .onErrorResume(
            StateStoreException.class,
            e -> refusal(e).<Mono<Written>>map(Mono::error).orElse(Mono.just(Written.UNCERTAIN)));
  }

  /** Returns what a failed write is told as, where it is certain that nothing came of it. */
  private Optional<EventStoreException> refusal(StateStoreException e) {
    if (e.kind() == Kind.INVALID) {
      return Optional.of(unavailable(e));
    }
    Matcher sizes = TOO_LARGE.matcher(String.valueOf(e.getMessage()));
    return e.kind() == Kind.TOO_LARGE && sizes.find()
        ? Optional.of(
            new LimitExceededException(
                "bytes in a message to the sidecar",
                Long.parseLong(sizes.group(2)),
                Long.parseLong(sizes.group(1)),
                "append fewer or smaller events at a time, or raise daprd's --max-body-size"))
        : Optional.empty();
  }

  private StateItem item(Map<String, StateItem> items, String key) {
    StateItem item = items.get(key);
    if (item == null) {
      throw new CorruptStreamException(
          "stream '" + stream + "': the store's bulk answer leaves out the key '" + key + "'",
          null);
    }
    return item;
  }

  private EventStoreException unavailable(StateStoreException e) {
    return new StoreUnavailableException(
        "stream '" + stream + "': the state store did not do as asked (" + e.getMessage() + ")", e);
  }
}
