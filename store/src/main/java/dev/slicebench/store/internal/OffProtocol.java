package dev.slicebench.store.internal;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.CorruptStreamException;
import dev.slicebench.store.Direction;
import dev.slicebench.store.EventData;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.internal.KeyWindows.Item;
import dev.slicebench.store.internal.documents.Documents;
import dev.slicebench.store.internal.documents.Footprints;
import dev.slicebench.store.internal.documents.Keys;
import dev.slicebench.store.internal.documents.Moved;
import dev.slicebench.store.internal.documents.Range;
import dev.slicebench.store.internal.documents.StreamDocuments;
import dev.slicebench.store.internal.documents.StreamDocuments.Written;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@link SliceMode#OFF}: a document per event under its version, and the head, in one transaction.
 *
 * <p>Events are create-only, so the first event's key decides: where version {@code v} was once the
 * head, key {@code v + 1} is free exactly as long as it still is. So an append at a version seen as
 * head, or at 0, needs no read, and the head goes along without a condition.
 */
final class OffProtocol extends HeadedProtocol {

  @Override
  Mono<AppendResult> commit(
      StreamDocuments documents, ExpectedVersion expected, List<EventData> events) {
    OffAppend append = new OffAppend(documents, expected, events);
    OptionalLong base = append.baseWithoutRead(known);
    return base.isPresent() ? append.commit(base.getAsLong()) : append.begin();
  }

  @Override
  public Flux<List<RecordedEvent>> read(
      StreamDocuments documents, Range range, Direction direction, long head) {
    String stream = documents.stream();
    KeyWindows windows = new KeyWindows(documents, version -> Keys.version(stream, version));
    return windows
        .readDense(range, direction)
        .concatMap(windows::confirmed, 1)
        .map(window -> events(stream, window));
  }

  private static List<RecordedEvent> events(String stream, List<Item> window) {
    List<RecordedEvent> events = new ArrayList<>(window.size());
    for (Item read : window) {
      if (!read.item().exists()) {
        throw new CorruptStreamException(
            "stream '"
                + stream
                + "': event "
                + read.version()
                + " is missing below the head; its document '"
                + read.item().key()
                + "' was deleted, or the stream was written in another mode",
            null);
      }
      events.add(Documents.readEvent(stream, read.item()));
    }
    return events;
  }

  /** Cosmos DB keeps an object as JSON, whatever the metadata says. */
  @Override
  public boolean keepsJson(StoreProfile profile, Map<String, String> metadata) {
    return profile.jsonValues();
  }

  @Override
  public Footprint footprint(String stream, List<EventData> events) {
    return Footprints.documentPerVersion(stream, events);
  }

  private final class OffAppend extends Append {

    OffAppend(StreamDocuments documents, ExpectedVersion expected, List<EventData> events) {
      super(OffProtocol.this, documents, expected, events);
    }

    Mono<AppendResult> begin() {
      return head(documents).flatMap(head -> ifMetBy(head, () -> commit(head)));
    }

    Mono<AppendResult> commit(long head) {
      return documents
          .transact(operations(head))
          .flatMap(
              written -> {
                if (written == Written.ACKNOWLEDGED) {
                  return Mono.just(written(head));
                }
                return attempts.afterWrite(head, findOut(head));
              });
    }

    private List<StateOperation> operations(long head) {
      List<StateOperation> operations = new ArrayList<>(events.size() + 1);
      long version = head;
      for (EventData event : events) {
        version++;
        operations.add(
            new Upsert(
                Keys.version(stream, version),
                Documents.event(stream, event, version),
                Condition.absent()));
      }
      // A first append's may not take the place of another mode's.
      Condition unguarded = head == 0 ? Condition.absent() : Condition.none();
      operations.add(new Upsert(Keys.head(stream), Documents.head(version), unguarded));
      return operations;
    }

    /** The first event's place tells: free, the transaction may yet land; taken, it never will. */
    private Mono<AppendResult> findOut(long head) {
      return documents
          .getPatiently(Keys.version(stream, head + 1))
          .flatMap(
              first -> {
                if (!first.exists()) {
                  return attempts.again(() -> commit(head));
                }
                if (isOwn(first, 0)) {
                  return othersAreOwn(head)
                      .flatMap(own -> own ? Mono.just(found(head)) : conflict());
                }
                if (Moved.of(first).isPresent()) {
                  return attempts.afterProgress(() -> documents.head().flatMap(moved -> begin()));
                }
                return named().isPresent() ? conflict() : attempts.afterProgress(this::begin);
              });
    }

    private Mono<Boolean> othersAreOwn(long head) {
      if (events.size() == 1) {
        return Mono.just(true);
      }
      List<String> keys =
          LongStream.rangeClosed(head + 2, head + events.size())
              .mapToObj(version -> Keys.version(stream, version))
              .toList();
      return documents
          .getAll(keys)
          .flatMapMany(Flux::fromIterable)
          .concatMap(documents::confirmed)
          .index()
          .all(stored -> isOwn(stored.getT2(), stored.getT1().intValue() + 1));
    }

    private boolean isOwn(StateItem item, int index) {
      String id = events.get(index).id();
      return Moved.of(item).isPresent()
          ? Moved.isInPlaceOf(id, item)
          : item.exists() && Documents.readEvent(stream, item).id().equals(id);
    }

    private Mono<AppendResult> conflict() {
      return attempts.afterProgress(() -> head(documents).flatMap(this::conflict));
    }
  }
}
