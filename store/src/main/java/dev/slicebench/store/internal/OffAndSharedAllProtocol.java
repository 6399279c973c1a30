package dev.slicebench.store.internal;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.CorruptStreamException;
import dev.slicebench.store.Direction;
import dev.slicebench.store.EventData;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.Json;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.internal.documents.Documents;
import dev.slicebench.store.internal.documents.Events;
import dev.slicebench.store.internal.documents.Footprints;
import dev.slicebench.store.internal.documents.Head;
import dev.slicebench.store.internal.documents.Keys;
import dev.slicebench.store.internal.documents.Range;
import dev.slicebench.store.internal.documents.StreamDocuments;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@link SliceMode#OFF_AND_SHARED_ALL}: a document per event under its id, and the head, in one
 * transaction; read by queries. The head's etag decides.
 *
 * <p>A query asks for a range of versions, never for a page: Cosmos DB loses events behind a page
 * limit. What it finds is held against the range, since a store may find nothing and call that
 * success, and against the own keys, since a query sees the documents of other app ids too.
 */
final class OffAndSharedAllProtocol extends HeadedProtocol {

  @Override
  Mono<AppendResult> commit(
      StreamDocuments documents, ExpectedVersion expected, List<EventData> events) {
    events.forEach(
        event -> Keys.requireAllowed(documents.profile().keys(), "event id", event.id()));
    return new OffAndSharedAllAppend(documents, expected, events).run();
  }

  @Override
  public Flux<List<RecordedEvent>> read(
      StreamDocuments documents, Range range, Direction direction, long head) {
    return KeyWindows.inFlight(
        KeyWindows.cut(range, direction, KeyWindows.WINDOW), versions -> find(documents, versions));
  }

  /** A store finds by a query only what it can read as JSON. */
  @Override
  public boolean keepsJson(StoreProfile profile, Map<String, String> metadata) {
    return true;
  }

  @Override
  public Footprint footprint(String stream, List<EventData> events) {
    return Footprints.documentPerId(stream, events);
  }

  @Override
  public void requireAllowedId(EventData event, StoreProfile profile) {
    Keys.requireAllowedId(event.id(), profile);
  }

  /** Returns the events of these adjacent versions, in the order they are given in. */
  private static Mono<List<RecordedEvent>> find(StreamDocuments documents, List<Long> versions) {
    boolean ascending = versions.get(0) <= versions.get(versions.size() - 1);
    long low = ascending ? versions.get(0) : versions.get(versions.size() - 1);
    Comparator<RecordedEvent> order = Comparator.comparingLong(RecordedEvent::version);
    return findItems(documents, low, low + versions.size())
        .collectList()
        .flatMap(found -> ownOnly(documents, found, versions.size()))
        .map(
            found -> {
              List<RecordedEvent> events = new ArrayList<>();
              found.forEach(item -> events.add(Documents.readEvent(documents.stream(), item)));
              events.sort(ascending ? order : order.reversed());
              if (!events.stream().map(RecordedEvent::version).toList().equals(versions)) {
                throw new CorruptStreamException(
                    "stream '"
                        + documents.stream()
                        + "': the query for versions "
                        + low
                        + " to "
                        + (low + versions.size() - 1)
                        + " found "
                        + events.size()
                        + " events; documents are missing, or this store's Query API does not find"
                        + " what a transaction wrote: choose another mode",
                    null);
              }
              return events;
            });
  }

  /**
   * Returns what the query finds; an answer that is too large for a message is asked for in halves.
   */
  private static Flux<StateItem> findItems(StreamDocuments documents, long low, long below) {
    return documents
        .query(query(documents.stream(), low, below))
        .flatMapIterable(items -> items)
        .onErrorResume(
            e -> StreamDocuments.isTooLarge(e) && below - low > 1,
            e -> {
              long middle = low + (below - low) / 2;
              return Flux.concat(
                  findItems(documents, low, middle), findItems(documents, middle, below));
            });
  }

  private static Mono<List<StateItem>> ownOnly(
      StreamDocuments documents, List<StateItem> found, int expected) {
    if (found.size() <= expected) {
      return Mono.just(found);
    }
    return documents
        .getAll(found.stream().map(StateItem::key).distinct().toList())
        .flatMapMany(
            items ->
                items.stream().filter(StateItem::exists).count() < expected
                    ? Flux.fromIterable(items).concatMap(documents::confirmed)
                    : Flux.fromIterable(items))
        .filter(StateItem::exists)
        .collectList();
  }

  private static String query(String stream, long from, long below) {
    return "{\"filter\":{\"AND\":[{\"EQ\":{\"StreamName\":"
        + Json.of(stream)
        + "}},{\"GTE\":{\"Version\":"
        + from
        + "}},{\"LT\":{\"Version\":"
        + below
        + "}}]},\"sort\":[{\"key\":\"Version\",\"order\":\"ASC\"}]}";
  }

  private final class OffAndSharedAllAppend extends HeadGuardedAppend {

    OffAndSharedAllAppend(
        StreamDocuments documents, ExpectedVersion expected, List<EventData> events) {
      super(OffAndSharedAllProtocol.this, documents, expected, events);
    }

    @Override
    List<Upsert> writes(long base) {
      List<Upsert> writes = new ArrayList<>();
      for (EventData event : events) {
        long version = base + writes.size() + 1;
        writes.add(
            new Upsert(
                Keys.event(stream, event.id()),
                Documents.event(stream, event, version),
                Condition.absent()));
      }
      return writes;
    }

    @Override
    Mono<Boolean> isCommitted(long base) {
      return stored().map(stored -> isRunFrom(base + 1, stored));
    }

    @Override
    Mono<AppendResult> findOut(Head before, Head now) {
      return stored()
          .flatMap(
              stored -> {
                if (isRunFrom(before.version() + 1, stored)) {
                  return Mono.just(found(before.version()));
                }
                if (now.version() != before.version()) {
                  return attempts.afterProgress(() -> decide(now));
                }
                if (stored.isEmpty()) {
                  return attempts.again(() -> commit(before));
                }
                // Behind the head there are only these events themselves, which landed
                // while they were read one after another.
                return stored.stream().anyMatch(event -> event.version() > before.version())
                    ? attempts.again(() -> findOut(before))
                    : repeated(stored);
              });
    }

    /**
     * Returns those of the events whose ids the stream holds. If it holds the first, it should hold
     * all.
     */
    private Mono<List<RecordedEvent>> stored() {
      return documents
          .getAll(events.stream().map(event -> Keys.event(stream, event.id())).toList())
          .flatMapMany(
              items ->
                  documents
                      .confirmed(items.get(0))
                      .flatMapMany(
                          first ->
                              first.exists()
                                  ? Flux.fromIterable(items)
                                      .skip(1)
                                      .concatMap(documents::confirmed)
                                      .startWith(first)
                                  : Flux.fromIterable(items)))
          .filter(StateItem::exists)
          .map(item -> Documents.readEvent(stream, item))
          .collectList();
    }

    private boolean isRunFrom(long version, List<RecordedEvent> stored) {
      return Events.same(events, stored)
          && stored.get(0).version() == version
          && stored.get(stored.size() - 1).version() == version + events.size() - 1;
    }

    private Mono<AppendResult> repeated(List<RecordedEvent> stored) {
      long first = stored.get(0).version();
      if (named().isEmpty() && isRunFrom(first, stored)) {
        return Mono.just(found(first - 1));
      }
      return Mono.error(
          new InvalidRequestException(
              "stream '"
                  + stream
                  + "' holds event '"
                  + stored.get(0).id()
                  + "' already, as version "
                  + first
                  + ": give new events ids of their own"));
    }
  }
}
