package dev.slicebench.store;

import dev.slicebench.store.StreamDocuments.Written;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
final class OffAndSharedAllProtocol implements SliceProtocol {

  @Override
  public Mono<AppendResult> append(
      StreamDocuments documents, ExpectedVersion expected, List<EventData> events) {
    Append append = new Append(documents, expected, events);
    return Decisions.named(expected) == 0
        ? append.commit(StateItem.absent(Keys.head(documents.stream())))
        : append.decide();
  }

  @Override
  public Flux<RecordedEvent> load(StreamDocuments documents, LoadOptions options) {
    return head(documents)
        .flatMapMany(
            head -> {
              Range range = Range.of(options, head);
              return KeyWindows.inFlight(
                      KeyWindows.cut(range, options.direction()),
                      versions -> find(documents, versions).flux())
                  .concatMapIterable(events -> events, 1);
            });
  }

  @Override
  public Mono<Long> head(StreamDocuments documents) {
    return documents
        .get(Keys.head(documents.stream()))
        .map(item -> Documents.readHead(documents.stream(), item));
  }

  @Override
  public Footprint footprint(String stream, List<EventData> events) {
    return Footprints.documentPerEvent(stream, events);
  }

  /** The events of these adjacent versions, in the order they are given in. */
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

  /** What the query finds; an answer that is too large for a message is asked for in halves. */
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

  private final class Append {

    private final StreamDocuments documents;
    private final String stream;
    private final ExpectedVersion expected;
    private final List<EventData> events;
    private final Attempts attempts;

    Append(StreamDocuments documents, ExpectedVersion expected, List<EventData> events) {
      this.documents = documents;
      this.stream = documents.stream();
      this.expected = expected;
      this.events = events;
      this.attempts = new Attempts(documents);
    }

    Mono<AppendResult> decide() {
      return documents.get(Keys.head(stream)).flatMap(this::decide);
    }

    private Mono<AppendResult> decide(StateItem head) {
      long version = Documents.readHead(stream, head);
      return expected.isMetBy(version)
          ? commit(head)
          : Decisions.refuse(OffAndSharedAllProtocol.this, documents, expected, events, version);
    }

    Mono<AppendResult> commit(StateItem head) {
      long base = Documents.readHead(stream, head);
      return documents
          .transact(operations(head, base))
          .flatMap(
              written ->
                  written == Written.YES
                      ? Mono.just(Decisions.written(base, events.size()))
                      : attempts.afterWrite(findOut(head, base)));
    }

    private List<StateOperation> operations(StateItem head, long base) {
      List<StateOperation> operations = new ArrayList<>(events.size() + 1);
      long version = base;
      for (EventData event : events) {
        operations.add(
            new Upsert(
                Keys.event(stream, event.id()),
                Documents.event(stream, event, ++version),
                Condition.absent()));
      }
      operations.add(
          new Upsert(Keys.head(stream), Documents.head(version), Condition.unchanged(head)));
      return operations;
    }

    /** The head first: once it moved, the events are there or never will be. */
    private Mono<AppendResult> findOut(StateItem before, long base) {
      return documents
          .getPatiently(Keys.head(stream))
          .flatMap(
              head ->
                  stored()
                      .flatMap(
                          stored -> {
                            if (isRunFrom(base + 1, stored)) {
                              return Mono.just(Decisions.found(base, events.size()));
                            }
                            if (Documents.readHead(stream, head) != base) {
                              return attempts.afterProgress(() -> decide(head));
                            }
                            return stored.isEmpty()
                                ? attempts.again(() -> commit(before))
                                : repeated(stored);
                          }));
    }

    /** Those of the events whose ids the stream holds. */
    private Mono<List<RecordedEvent>> stored() {
      return documents
          .getAll(events.stream().map(event -> Keys.event(stream, event.id())).toList())
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
      if (Decisions.named(expected) < 0 && isRunFrom(first, stored)) {
        return Mono.just(Decisions.found(first - 1, events.size()));
      }
      return Mono.error(
          new InvalidRequestException(
              "stream '"
                  + stream
                  + "' holds event "
                  + stored.get(0).id()
                  + " already, as version "
                  + first
                  + ": give new events ids of their own"));
    }
  }
}
