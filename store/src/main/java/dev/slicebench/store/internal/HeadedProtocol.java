package dev.slicebench.store.internal;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.Direction;
import dev.slicebench.store.EventData;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.internal.documents.Documents;
import dev.slicebench.store.internal.documents.Keys;
import dev.slicebench.store.internal.documents.Moved;
import dev.slicebench.store.internal.documents.Range;
import dev.slicebench.store.internal.documents.StreamDocuments;
import dev.slicebench.store.state.StateItem;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A mode whose streams have a head document that says their version: all but one. */
public abstract class HeadedProtocol implements SliceProtocol {

  final KnownHeads known = new KnownHeads();

  /** Returns the protocol of a mode other than {@code CREATE_ONLY}. */
  public static HeadedProtocol of(SliceMode mode, StoreProfile profile) {
    return switch (mode) {
      case OFF -> new OffProtocol();
      case TRANSACTIONAL -> new TransactionalProtocol();
      case TWO_PHASED -> new TwoPhasedProtocol(profile.etagsRepeat());
      case OFF_AND_SHARED_ALL -> new OffAndSharedAllProtocol();
      case CREATE_ONLY -> throw new IllegalArgumentException("CREATE_ONLY has no head");
    };
  }

  @Override
  public final Mono<AppendResult> append(
      StreamDocuments documents, ExpectedVersion expected, List<EventData> events) {
    return commit(documents, expected, events)
        .doOnNext(
            appended -> {
              // A repeat tells no head: the events may lie in the midst of a slice.
              if (!appended.repeat()) {
                known.saw(documents.stream(), appended.nextExpectedVersion());
              }
            });
  }

  /** As {@link #append}. */
  abstract Mono<AppendResult> commit(
      StreamDocuments documents, ExpectedVersion expected, List<EventData> events);

  @Override
  public final Flux<RecordedEvent> load(StreamDocuments documents, LoadOptions options) {
    long seen = known.of(documents.stream());
    Range early = Range.of(options, seen);
    return (options.direction() == Direction.BACKWARDS || early.isEmpty()
            ? head(documents).flatMapMany(head -> upTo(documents, options, head, options.from()))
            : whileHeadIsRead(documents, options, early, seen))
        .concatMapIterable(events -> events, 1);
  }

  /**
   * Reads up to the head seen last at the same time as the head. What lies there is committed, and
   * stays as it is. Nothing of it is delivered before the head is known; where that is an earlier
   * one, or says that the stream was moved, it counts alone.
   */
  private Flux<List<RecordedEvent>> whileHeadIsRead(
      StreamDocuments documents, LoadOptions options, Range early, long seen) {
    return Flux.deferContextual(
        context -> {
          Mono<Long> head = EarlyReads.begun(head(documents), context);
          AtomicBoolean confirmed = new AtomicBoolean();
          Mono<Long> confirmation =
              head.filter(now -> now >= seen)
                  .switchIfEmpty(Mono.error(() -> new IllegalStateException("an earlier head")))
                  .doOnNext(now -> confirmed.set(true));
          return read(documents, early, Direction.FORWARDS, seen)
              .concatMap(
                  events -> confirmed.get() ? Mono.just(events) : confirmation.thenReturn(events),
                  1)
              .concatWith(head.flatMapMany(now -> upTo(documents, options, now, early.high() + 1)))
              .onErrorResume(
                  e ->
                      head.flatMapMany(
                          now ->
                              now >= seen
                                  ? Flux.error(e)
                                  : upTo(documents, options, now, options.from())));
        });
  }

  /** Returns the part from version {@code low} on of what a load is asked for. */
  private Flux<List<RecordedEvent>> upTo(
      StreamDocuments documents, LoadOptions options, long head, long low) {
    Range all = Range.of(options, head);
    Range range = new Range(Math.max(all.low(), low), all.high());
    return range.isEmpty() ? Flux.empty() : read(documents, range, options.direction(), head);
  }

  @Override
  public Mono<Long> head(StreamDocuments documents) {
    String stream = documents.stream();
    return documents
        .get(Keys.head(stream))
        .map(item -> version(documents, item))
        .doOnNext(version -> known.saw(stream, version));
  }

  /**
   * Returns the version in a head. While the stream is on its way to another mode, it can be read.
   */
  private static long version(StreamDocuments documents, StateItem head) {
    return Moved.of(head)
        .filter(Moved::isReadableBehindHead)
        .map(Moved::version)
        .orElseGet(() -> Documents.readHead(documents.stream(), head).version());
  }

  @Override
  public List<String> readFirst(String stream) {
    return List.of(Keys.head(stream));
  }

  @Override
  public final List<String> readFirst(String stream, ExpectedVersion expected) {
    return readFirst(stream);
  }

  /**
   * Returns the events of {@code range}, in portions.
   *
   * @param range not empty, and not beyond {@code head}
   * @param head the stream's version when the load began
   */
  public abstract Flux<List<RecordedEvent>> read(
      StreamDocuments documents, Range range, Direction direction, long head);
}
