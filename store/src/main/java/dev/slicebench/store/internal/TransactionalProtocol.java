package dev.slicebench.store.internal;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.CorruptStreamException;
import dev.slicebench.store.Direction;
import dev.slicebench.store.EventData;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.ModeMismatchException;
import dev.slicebench.store.ModeStanding;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.internal.KeyWindows.Item;
import dev.slicebench.store.internal.documents.Documents;
import dev.slicebench.store.internal.documents.Footprints;
import dev.slicebench.store.internal.documents.Head;
import dev.slicebench.store.internal.documents.Keys;
import dev.slicebench.store.internal.documents.Range;
import dev.slicebench.store.internal.documents.Slice;
import dev.slicebench.store.internal.documents.StreamDocuments;
import dev.slicebench.store.internal.documents.StreamDocuments.Written;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@link SliceMode#TRANSACTIONAL}: a slice under the version of its last event, and the head, in
 * one transaction. The head's etag decides, so an append reads the head first; only where it
 * expects no stream is the head's absence condition enough.
 */
final class TransactionalProtocol extends HeadedProtocol {

  @Override
  public Mono<AppendResult> append(
      StreamDocuments documents, ExpectedVersion expected, List<EventData> events) {
    TransactionalAppend append = new TransactionalAppend(documents, expected, events);
    return append.expectsNoStream()
        ? append.commit(Head.absent(documents.stream()))
        : append.begin();
  }

  @Override
  public Flux<RecordedEvent> read(
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

  private static Flux<RecordedEvent> forwards(StreamDocuments documents, Range range, long head) {
    return Flux.defer(() -> new Walk(documents, range, head).slices())
        .concatMapIterable(slice -> slice.within(range, Direction.FORWARDS), 1);
  }

  /**
   * Forwards through slices that are all committed, since their transactions were. Every key of a
   * window first; then, where slices prove regular, only those that they have.
   */
  private static final class Walk {

    private final StreamDocuments documents;
    private final KeyWindows windows;
    private final Range range;
    private final long head;
    private final Stride stride = new Stride();
    private long next;

    Walk(StreamDocuments documents, Range range, long head) {
      this.documents = documents;
      this.windows = windows(documents);
      this.range = range;
      this.head = head;
      this.next = range.low();
    }

    Flux<Slice> slices() {
      long firstWindow = Math.min(head, next + KeyWindows.WINDOW - 1);
      return Flux.concat(
              everyKeyTo(firstWindow),
              Flux.defer(() -> stride.isKnown() ? regularKeys() : Flux.empty()),
              Flux.defer(() -> everyKeyTo(head)),
              Flux.defer(() -> leftOutTo(head)))
          .takeUntil(slice -> slice.last() >= range.high());
    }

    private Flux<Slice> everyKeyTo(long highest) {
      return existing(windows.read(new Range(next, highest), Direction.FORWARDS))
          .concatMap(
              slice ->
                  slice.first() <= next
                      ? Mono.just(slice)
                      : leftOutTo(slice.first() - 1).concatWithValues(slice),
              0)
          .doOnNext(this::follow);
    }

    /**
     * The slices from the next version to {@code end}, where one ends. Which keys they have only
     * the way back tells.
     */
    private Flux<Slice> leftOutTo(long end) {
      return new SliceChain(documents).forwards(next, Math.min(end, range.high()), end);
    }

    private Flux<Slice> regularKeys() {
      long length = stride.length();
      return existing(
              windows
                  .readEvery(next + length - 1, length, new Range(next, head))
                  .takeWhile(read -> read.item().exists()))
          .takeWhile(slice -> slice.first() == next)
          .doOnNext(this::follow);
    }

    private Flux<Slice> existing(Flux<Item> items) {
      return items
          .filter(read -> read.item().exists())
          .map(read -> Documents.readSlice(documents.stream(), read.item()));
    }

    private void follow(Slice slice) {
      if (slice.first() < next && next > range.low()) {
        if (documents.profile().transaction() instanceof ModeStanding.Safe) {
          // A transaction leaves nothing behind, so a writer of the other mode did.
          throw ModeMismatchException.written(
              documents.stream(), SliceMode.TRANSACTIONAL, EnumSet.of(SliceMode.TWO_PHASED));
        }
        throw new CorruptStreamException(
            "stream '"
                + documents.stream()
                + "': the slice that ends at version "
                + slice.last()
                + " begins at version "
                + slice.first()
                + ", which another slice holds; the store kept part of a refused transaction, or the"
                + " stream was written in another mode",
            null);
      }
      next = slice.last() + 1;
      stride.saw(slice);
    }
  }

  private static Flux<RecordedEvent> backwards(StreamDocuments documents, Range range, long head) {
    Mono<Long> end =
        range.high() == head
            ? Mono.just(head)
            : windows(documents)
                .firstExisting(new Range(range.high(), head), Direction.FORWARDS)
                .defaultIfEmpty(head);
    return end.flatMapMany(last -> new SliceChain(documents).backwards(range.low(), last))
        .concatMapIterable(slice -> slice.within(range, Direction.BACKWARDS), 1);
  }

  private static KeyWindows windows(StreamDocuments documents) {
    return new KeyWindows(documents, version -> Keys.version(documents.stream(), version));
  }

  private final class TransactionalAppend extends Append {

    TransactionalAppend(
        StreamDocuments documents, ExpectedVersion expected, List<EventData> events) {
      super(TransactionalProtocol.this, documents, expected, events);
    }

    Mono<AppendResult> begin() {
      return documents.head().flatMap(this::decide);
    }

    private Mono<AppendResult> decide(Head head) {
      return ifMetBy(head.version(), () -> commit(head));
    }

    Mono<AppendResult> commit(Head head) {
      long last = head.version() + events.size();
      Upsert slice =
          new Upsert(
              Keys.version(stream, last),
              Documents.slice(stream, events, head.version() + 1),
              Condition.absent());
      Upsert newHead =
          new Upsert(Keys.head(stream), Documents.head(last), Condition.unchanged(head.item()));
      return documents
          .transact(List.of(slice, newHead))
          .flatMap(
              written ->
                  written == Written.YES
                      ? Mono.just(written(head.version()))
                      : attempts.afterWrite(head.version(), findOut(head)));
    }

    /**
     * While the head is what it was, the transaction may yet land. Once it moved, the slice is
     * there or never will be; so the head is read first.
     */
    private Mono<AppendResult> findOut(Head before) {
      return documents
          .headPatiently()
          .flatMap(
              now ->
                  now.version() == before.version()
                      ? attempts.again(() -> commit(before))
                      : isCommitted(before)
                          .flatMap(
                              committed ->
                                  committed
                                      ? Mono.just(found(before.version()))
                                      : attempts.afterProgress(() -> decide(now))))
          .onErrorResume(
              ModeMismatchException.class,
              moved ->
                  isCommitted(before)
                      .flatMap(
                          committed ->
                              committed
                                  ? Mono.just(found(before.version()))
                                  : attempts.refused(moved)));
    }

    private Mono<Boolean> isCommitted(Head before) {
      return documents
          .getPatiently(Keys.version(stream, before.version() + events.size()))
          .map(
              item ->
                  item.exists()
                      && Documents.readSlice(stream, item).holds(events, before.version() + 1));
    }
  }
}
