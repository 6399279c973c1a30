package dev.slicebench.conformance.reference;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.Direction;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.MetadataProvider;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.VersionConflictException;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The original protocol (Dapr.EventStore for .NET), flaws and all: a baseline for measurements and
 * a subject for tests, never a product. It makes the original's calls in the original's order and
 * writes its documents.
 *
 * <p><b>Warning:</b> it loses events. Two first appends both succeed; a slice can be overwritten; a
 * writer that dies between slice and head can wedge a stream; nothing is retried, read back or
 * checked against a limit.
 *
 * <p>Where {@link EventStore} asks for more than the original has: {@code streamExists} is refused
 * with {@link InvalidRequestException}; no append is ever a repeat; {@code to}, {@code maxCount}
 * and the direction of a load select from what the original would have loaded. A refused
 * transaction and an unreadable document surface as they come, not as an {@code
 * EventStoreException}.
 */
public final class ReferenceEventStore implements EventStore {

  private static final int CHUNK = 20;

  private final StateStore state;
  private final SliceMode mode;
  private final MetadataProvider metadata;

  /**
   * Over {@code state}, in one of the original's four modes.
   *
   * @throws IllegalArgumentException for {@link SliceMode#CREATE_ONLY}, which the original lacks
   */
  public ReferenceEventStore(StateStore state, SliceMode mode, MetadataProvider metadata) {
    if (mode == SliceMode.CREATE_ONLY) {
      throw new IllegalArgumentException("the original has no mode " + mode);
    }
    this.state = state;
    this.mode = mode;
    this.metadata = metadata;
  }

  @Override
  public Mono<AppendResult> append(
      String stream, ExpectedVersion expected, List<EventData> events) {
    if (expected instanceof ExpectedVersion.StreamExists) {
      return Mono.error(
          new InvalidRequestException("the original cannot expect " + expected + ": load first"));
    }
    Map<String, String> meta = metadata.metadata(stream);
    return state
        .get(headKey(stream), meta)
        .flatMap(
            head -> {
              long version = versionOf(head);
              if (events.isEmpty()) {
                return Mono.just(new AppendResult(version, false, false));
              }
              if (!expected.isMetBy(version)) {
                return Mono.error(new VersionConflictException(stream, expected, version));
              }
              return appendAt(stream, expected, head, number(stream, version, events), meta);
            });
  }

  private Mono<AppendResult> appendAt(
      String stream,
      ExpectedVersion expected,
      StateItem head,
      List<RecordedEvent> events,
      Map<String, String> meta) {
    long version = versionOf(head);
    long newVersion = version + events.size();
    VersionConflictException conflict = new VersionConflictException(stream, expected, version);
    Upsert newHead = new Upsert(headKey(stream), ReferenceDocuments.head(newVersion), asRead(head));
    return state
        .get(key(stream, newVersion), meta)
        .flatMap(
            slice ->
                slice.exists()
                    ? Mono.error(conflict)
                    : write(stream, events, slice, newHead, conflict, meta))
        .thenReturn(new AppendResult(newVersion, version == 0, false));
  }

  private Mono<Void> write(
      String stream,
      List<RecordedEvent> events,
      StateItem slice,
      Upsert newHead,
      VersionConflictException conflict,
      Map<String, String> meta) {
    Upsert newSlice = new Upsert(slice.key(), ReferenceDocuments.slice(events), asRead(slice));
    return switch (mode) {
      case OFF, OFF_AND_SHARED_ALL -> {
        List<Upsert> operations = new ArrayList<>();
        for (RecordedEvent event : events) {
          operations.add(
              new Upsert(
                  eventKey(stream, event), ReferenceDocuments.event(event), Condition.none()));
        }
        operations.add(newHead);
        yield state.transact(operations, meta);
      }
      case TRANSACTIONAL -> state.transact(List.of(newSlice, newHead), meta);
      case TWO_PHASED -> trySave(newSlice, conflict, meta).then(trySave(newHead, conflict, meta));
      case CREATE_ONLY -> throw new IllegalStateException(mode.name());
    };
  }

  private Mono<Void> trySave(
      Upsert upsert, VersionConflictException conflict, Map<String, String> meta) {
    return state
        .save(upsert, meta)
        .onErrorMap(
            StateStoreException.class,
            e -> e.kind() == StateStoreException.Kind.FAILED ? conflict : e);
  }

  @Override
  public Flux<RecordedEvent> load(String stream, LoadOptions options) {
    Map<String, String> meta = metadata.metadata(stream);
    Flux<RecordedEvent> events =
        state
            .get(headKey(stream), meta)
            .filter(StateItem::exists)
            .flatMapMany(head -> loadFrom(stream, options.from(), versionOf(head), meta))
            .filter(event -> event.version() <= options.to());
    if (options.direction() == Direction.BACKWARDS) {
      events = events.sort(Comparator.comparingLong(RecordedEvent::version).reversed());
    }
    return events.take(options.maxCount());
  }

  private Flux<RecordedEvent> loadFrom(
      String stream, long from, long head, Map<String, String> meta) {
    return switch (mode) {
      case OFF ->
          Flux.fromStream(() -> LongStream.rangeClosed(from, head).boxed())
              .map(version -> key(stream, version))
              .buffer(CHUNK)
              .concatMap(keys -> state.bulkGet(keys, meta), 0)
              .concatMapIterable(ReferenceEventStore::chunk);
      case TRANSACTIONAL, TWO_PHASED ->
          slicesBackwards(stream, from, head, meta)
              .collectList()
              .flatMapIterable(slices -> flatten(slices, from));
      case OFF_AND_SHARED_ALL ->
          state
              .query(ReferenceDocuments.streamQuery(stream), meta)
              .flatMapIterable(items -> found(items, from));
      case CREATE_ONLY -> throw new IllegalStateException(mode.name());
    };
  }

  /** Each slice is read only when the one after it has told where it ends. */
  private Flux<List<RecordedEvent>> slicesBackwards(
      String stream, long from, long head, Map<String, String> meta) {
    if (head < from) {
      return Flux.empty();
    }
    return slice(stream, head, meta)
        .expand(
            slice -> {
              long next = slice.get(0).version() - 1;
              return next < from ? Mono.empty() : slice(stream, next, meta);
            });
  }

  private Mono<List<RecordedEvent>> slice(String stream, long last, Map<String, String> meta) {
    return state.get(key(stream, last), meta).map(ReferenceDocuments::readSlice);
  }

  private static List<RecordedEvent> chunk(Map<String, StateItem> items) {
    return items.values().stream()
        .map(ReferenceDocuments::readEvent)
        .sorted(Comparator.comparingLong(RecordedEvent::version))
        .toList();
  }

  private static List<RecordedEvent> flatten(List<List<RecordedEvent>> newestFirst, long from) {
    List<RecordedEvent> events = new ArrayList<>();
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      for (RecordedEvent event : newestFirst.get(i)) {
        if (event.version() >= from) {
          events.add(event);
        }
      }
    }
    return events;
  }

  private static List<RecordedEvent> found(List<StateItem> items, long from) {
    return items.stream()
        .map(ReferenceDocuments::readEvent)
        .filter(event -> event.version() >= from)
        .sorted(Comparator.comparingLong(RecordedEvent::version))
        .toList();
  }

  @Override
  public Mono<Long> head(String stream) {
    return state
        .get(headKey(stream), metadata.metadata(stream))
        .filter(StateItem::exists)
        .map(ReferenceEventStore::versionOf);
  }

  private static List<RecordedEvent> number(String stream, long head, List<EventData> events) {
    List<RecordedEvent> numbered = new ArrayList<>();
    long version = head;
    for (EventData event : events) {
      version++;
      numbered.add(new RecordedEvent(event.id(), event.name(), stream, event.data(), version));
    }
    return numbered;
  }

  /** The original hands on the etag that it read; without one, the last write wins. */
  private static Condition asRead(StateItem item) {
    String etag = item.etag();
    return etag == null ? Condition.none() : new Condition.Unchanged(etag);
  }

  private static long versionOf(StateItem head) {
    return head.exists() ? ReferenceDocuments.readHead(head) : 0;
  }

  private String eventKey(String stream, RecordedEvent event) {
    return mode == SliceMode.OFF ? key(stream, event.version()) : stream + "|" + event.id();
  }

  private static String key(String stream, long version) {
    return stream + "|" + version;
  }

  private static String headKey(String stream) {
    return stream + "|head";
  }
}
