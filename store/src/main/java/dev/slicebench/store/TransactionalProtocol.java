package dev.slicebench.store;

import dev.slicebench.store.StreamDocuments.Written;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@link SliceMode#TRANSACTIONAL}: a slice under the version of its last event, and the head, in
 * one transaction. The head's etag decides, so an append reads the head first; only where it
 * expects no stream is the head's absence condition enough.
 */
final class TransactionalProtocol implements SliceProtocol {

  @Override
  public Mono<AppendResult> append(
      StreamDocuments documents, ExpectedVersion expected, List<EventData> events) {
    Append append = new Append(documents, expected, events, new Attempts(documents));
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
              if (range.isEmpty()) {
                return Flux.empty();
              }
              return options.direction() == Direction.FORWARDS
                  ? forwards(documents, range, head)
                  : backwards(documents, range, head);
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
    return Footprints.slice(stream, events, 2);
  }

  /** Every slice is committed, since its transaction was: the first that is met holds the start. */
  private static Flux<RecordedEvent> forwards(StreamDocuments documents, Range range, long head) {
    return Flux.defer(
        () -> {
          long[] next = {range.low()};
          return slices(documents, range.low(), head)
              .doOnNext(
                  slice -> {
                    boolean joins =
                        next[0] == range.low()
                            ? slice.first() <= next[0]
                            : slice.first() == next[0];
                    if (!joins) {
                      throw gap(documents, next[0]);
                    }
                    next[0] = slice.last() + 1;
                  })
              .takeUntil(slice -> slice.last() >= range.high())
              .concatWith(
                  Flux.defer(
                      () ->
                          next[0] > range.high()
                              ? Flux.empty()
                              : Flux.error(gap(documents, next[0]))))
              .concatMapIterable(slice -> slice.within(range, Direction.FORWARDS), 1);
        });
  }

  private static Flux<RecordedEvent> backwards(StreamDocuments documents, Range range, long head) {
    Mono<Long> end =
        range.high() == head
            ? Mono.just(head)
            : slices(documents, range.high(), head)
                .next()
                .map(Slice::last)
                .switchIfEmpty(Mono.error(() -> gap(documents, range.high())));
    return end.flatMapMany(last -> new SliceChain(documents).backwards(range.low(), last))
        .concatMapIterable(slice -> slice.within(range, Direction.BACKWARDS), 1);
  }

  private static Flux<Slice> slices(StreamDocuments documents, long low, long head) {
    String stream = documents.stream();
    return new KeyWindows(documents, version -> Keys.version(stream, version))
        .read(new Range(low, head), Direction.FORWARDS)
        .filter(read -> read.item().exists())
        .map(read -> Documents.readSlice(stream, read.item()));
  }

  private static CorruptStreamException gap(StreamDocuments documents, long version) {
    return new CorruptStreamException(
        "stream '"
            + documents.stream()
            + "': no slice holds version "
            + version
            + ", which lies below the head; a document was deleted, or the stream was written in"
            + " another mode",
        null);
  }

  private final class Append {

    private final StreamDocuments documents;
    private final ExpectedVersion expected;
    private final List<EventData> events;
    private final Attempts attempts;

    Append(
        StreamDocuments documents,
        ExpectedVersion expected,
        List<EventData> events,
        Attempts attempts) {
      this.documents = documents;
      this.expected = expected;
      this.events = events;
      this.attempts = attempts;
    }

    Mono<AppendResult> decide() {
      return documents.get(Keys.head(documents.stream())).flatMap(this::decide);
    }

    private Mono<AppendResult> decide(StateItem head) {
      long version = Documents.readHead(documents.stream(), head);
      return expected.isMetBy(version)
          ? commit(head)
          : Decisions.refuse(TransactionalProtocol.this, documents, expected, events, version);
    }

    Mono<AppendResult> commit(StateItem head) {
      String stream = documents.stream();
      long version = Documents.readHead(stream, head);
      long last = version + events.size();
      Upsert slice =
          new Upsert(
              Keys.version(stream, last),
              Documents.slice(stream, events, version + 1),
              Condition.absent());
      Upsert newHead =
          new Upsert(Keys.head(stream), Documents.head(last), Condition.unchanged(head));
      return documents
          .transact(List.of(slice, newHead))
          .flatMap(
              written ->
                  written == Written.YES
                      ? Mono.just(Decisions.written(version, events.size()))
                      : attempts.afterWrite(findOut(head, version)));
    }

    /**
     * While the head is what it was, the transaction may yet land. Once it moved, the slice is
     * there or never will be; so the head is read first.
     */
    private Mono<AppendResult> findOut(StateItem before, long base) {
      String stream = documents.stream();
      return documents
          .getPatiently(Keys.head(stream))
          .flatMap(
              head -> {
                if (Documents.readHead(stream, head) == base) {
                  return attempts.again(() -> commit(before));
                }
                return documents
                    .getPatiently(Keys.version(stream, base + events.size()))
                    .flatMap(
                        slice -> {
                          if (slice.exists()
                              && Documents.readSlice(stream, slice).holds(events, base + 1)) {
                            return Mono.just(Decisions.found(base, events.size()));
                          }
                          return attempts.afterProgress(() -> decide(head));
                        });
              });
    }
  }
}
