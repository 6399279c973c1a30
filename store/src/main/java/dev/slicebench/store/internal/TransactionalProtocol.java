package dev.slicebench.store.internal;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.Direction;
import dev.slicebench.store.EventData;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.internal.SliceWalk.Layout;
import dev.slicebench.store.internal.documents.Documents;
import dev.slicebench.store.internal.documents.Footprints;
import dev.slicebench.store.internal.documents.Head;
import dev.slicebench.store.internal.documents.Keys;
import dev.slicebench.store.internal.documents.Range;
import dev.slicebench.store.internal.documents.StreamDocuments;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@link SliceMode#TRANSACTIONAL}: a slice under the version of its last event, and the head, in
 * one transaction. The head's etag decides.
 */
final class TransactionalProtocol extends HeadedProtocol {

  @Override
  Mono<AppendResult> commit(
      StreamDocuments documents, ExpectedVersion expected, List<EventData> events) {
    return new TransactionalAppend(documents, expected, events).run();
  }

  @Override
  public Flux<List<RecordedEvent>> read(
      StreamDocuments documents, Range range, Direction direction, long head) {
    return direction == Direction.FORWARDS
        ? forwards(documents, range, head)
        : backwards(documents, range, head);
  }

  /** An array in a transaction is kept as bytes, on Cosmos DB in base64. */
  @Override
  public boolean keepsJson(StoreProfile profile, Map<String, String> metadata) {
    return false;
  }

  @Override
  public Footprint footprint(String stream, List<EventData> events) {
    return Footprints.slice(stream, events, 2);
  }

  /** All slices are committed, since their transactions were: forwards, each one found counts. */
  private static Flux<List<RecordedEvent>> forwards(
      StreamDocuments documents, Range range, long head) {
    return SliceWalk.againstKeys(documents, Layout.BY_LAST, range.low(), range.high(), head, head)
        .map(slice -> slice.within(range, Direction.FORWARDS));
  }

  private static Flux<List<RecordedEvent>> backwards(
      StreamDocuments documents, Range range, long head) {
    Mono<Long> end =
        range.high() == head
            ? Mono.just(head)
            : Layout.BY_LAST
                .windows(documents)
                .firstExisting(new Range(range.high(), head), Direction.FORWARDS)
                .defaultIfEmpty(head);
    return end.flatMapMany(last -> SliceWalk.withKeys(documents, Layout.BY_LAST, last, range.low()))
        .map(slice -> slice.within(range, Direction.BACKWARDS));
  }

  private final class TransactionalAppend extends HeadGuardedAppend {

    TransactionalAppend(
        StreamDocuments documents, ExpectedVersion expected, List<EventData> events) {
      super(TransactionalProtocol.this, documents, expected, events);
    }

    @Override
    List<Upsert> writes(long base) {
      return List.of(
          new Upsert(
              Keys.version(stream, base + events.size()),
              Documents.slice(stream, events, base + 1),
              Condition.absent()));
    }

    @Override
    Mono<Boolean> isCommitted(long base) {
      return documents
          .getPatiently(Keys.version(stream, base + events.size()))
          .map(item -> item.exists() && Documents.readSlice(stream, item).holds(events, base + 1));
    }

    @Override
    Mono<AppendResult> findOut(Head before, Head now) {
      return now.version() == before.version()
          ? attempts.again(() -> commit(before))
          : foundOr(before, () -> attempts.afterProgress(() -> decide(now)));
    }
  }
}
