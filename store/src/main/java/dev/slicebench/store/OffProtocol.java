package dev.slicebench.store;

import dev.slicebench.store.StreamDocuments.Written;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import java.util.ArrayList;
import java.util.List;
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
final class OffProtocol implements SliceProtocol {

  private final KnownHeads known = new KnownHeads();

  @Override
  public Mono<AppendResult> append(
      StreamDocuments documents, ExpectedVersion expected, List<EventData> events) {
    Append append = new Append(documents, expected, events);
    long seen = known.of(documents.stream());
    long named = Decisions.named(expected);
    if (named == 0 || (seen > 0 && (named == seen || named < 0))) {
      return append.commit(named == 0 ? 0 : seen);
    }
    return append.decide();
  }

  @Override
  public Flux<RecordedEvent> load(StreamDocuments documents, LoadOptions options) {
    String stream = documents.stream();
    return head(documents)
        .flatMapMany(
            head ->
                new KeyWindows(documents, version -> Keys.version(stream, version))
                    .read(Range.of(options, head), options.direction()))
        .map(
            read -> {
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
              return Documents.readEvent(stream, read.item());
            });
  }

  @Override
  public Mono<Long> head(StreamDocuments documents) {
    String stream = documents.stream();
    return documents
        .get(Keys.head(stream))
        .map(item -> Documents.readHead(stream, item))
        .doOnNext(version -> known.saw(stream, version));
  }

  @Override
  public Footprint footprint(String stream, List<EventData> events) {
    return Footprints.documentPerEvent(stream, events);
  }

  private final class Append {

    private final StreamDocuments documents;
    private final ExpectedVersion expected;
    private final List<EventData> events;
    private final Attempts attempts;

    Append(StreamDocuments documents, ExpectedVersion expected, List<EventData> events) {
      this.documents = documents;
      this.expected = expected;
      this.events = events;
      this.attempts = new Attempts(documents);
    }

    Mono<AppendResult> decide() {
      return head(documents)
          .flatMap(
              head ->
                  expected.isMetBy(head)
                      ? commit(head)
                      : Decisions.refuse(OffProtocol.this, documents, expected, events, head));
    }

    Mono<AppendResult> commit(long head) {
      return documents
          .transact(operations(head))
          .flatMap(
              written -> {
                if (written == Written.YES) {
                  known.saw(documents.stream(), head + events.size());
                  return Mono.just(Decisions.written(head, events.size()));
                }
                return attempts.afterWrite(findOut(head));
              });
    }

    private List<StateOperation> operations(long head) {
      String stream = documents.stream();
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
      operations.add(new Upsert(Keys.head(stream), Documents.head(version), Condition.none()));
      return operations;
    }

    /** The first event's place tells: free, the transaction may yet land; taken, it never will. */
    private Mono<AppendResult> findOut(long head) {
      String stream = documents.stream();
      return documents
          .getPatiently(Keys.version(stream, head + 1))
          .flatMap(
              first -> {
                if (!first.exists()) {
                  return attempts.again(() -> commit(head));
                }
                if (isOwn(first, 0)) {
                  return othersAreOwn(head)
                      .flatMap(
                          own ->
                              own ? Mono.just(Decisions.found(head, events.size())) : conflict());
                }
                return Decisions.named(expected) < 0
                    ? attempts.afterProgress(this::decide)
                    : conflict();
              });
    }

    private Mono<Boolean> othersAreOwn(long head) {
      if (events.size() == 1) {
        return Mono.just(true);
      }
      List<String> keys =
          LongStream.rangeClosed(head + 2, head + events.size())
              .mapToObj(version -> Keys.version(documents.stream(), version))
              .toList();
      return documents
          .getAll(keys)
          .index()
          .all(stored -> isOwn(stored.getT2(), stored.getT1().intValue() + 1));
    }

    private boolean isOwn(StateItem item, int index) {
      return item.exists()
          && Documents.readEvent(documents.stream(), item).id().equals(events.get(index).id());
    }

    private Mono<AppendResult> conflict() {
      return head(documents)
          .flatMap(
              head -> Mono.error(new VersionConflictException(documents.stream(), expected, head)));
    }
  }
}
