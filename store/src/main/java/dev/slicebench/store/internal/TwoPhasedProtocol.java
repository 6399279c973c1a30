package dev.slicebench.store.internal;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.Direction;
import dev.slicebench.store.EventData;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.internal.SliceWalk.Layout;
import dev.slicebench.store.internal.documents.Documents;
import dev.slicebench.store.internal.documents.Footprints;
import dev.slicebench.store.internal.documents.Head;
import dev.slicebench.store.internal.documents.Keys;
import dev.slicebench.store.internal.documents.Range;
import dev.slicebench.store.internal.documents.Slice;
import dev.slicebench.store.internal.documents.StreamDocuments;
import dev.slicebench.store.internal.documents.StreamDocuments.Written;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@link SliceMode#TWO_PHASED}: a slice under the version of its last event, created only where the
 * key is free; then the head, by the etag that was read before. The head's write commits.
 *
 * <p>Between the two a writer may die. A slice that begins right behind the head may still be
 * committed by its writer, so whoever meets it commits it on the writer's behalf. Any other slice
 * beyond the chain can never be committed and is replaced by whoever needs its key. Every step, and
 * what happens without it, is in {@code docs/decisions/0002-protocols.md}.
 *
 * <p>A stream is continued in the naming that its head is in, or, where it has none yet, in that of
 * the slice that is committed for its writer.
 */
final class TwoPhasedProtocol extends HeadedProtocol {

  private final boolean removesLostSlices;

  /**
   * The protocol for one store.
   *
   * @param etagsRepeat whether a key deleted and created again can get an earlier etag: then a lost
   *     slice stays, since removing it would let a writer replace its successor unawares
   */
  TwoPhasedProtocol(boolean etagsRepeat) {
    this.removesLostSlices = !etagsRepeat;
  }

  @Override
  Mono<AppendResult> commit(
      StreamDocuments documents, ExpectedVersion expected, List<EventData> events) {
    return new TwoPhasedAppend(documents, expected, events).begin();
  }

  @Override
  public Flux<List<RecordedEvent>> read(
      StreamDocuments documents, Range range, Direction direction, long head) {
    Flux<Slice> slices =
        direction == Direction.FORWARDS
            ? SliceWalk.reversed(documents, Layout.BY_LAST, head, range.low(), range.high())
            : SliceWalk.withKeys(documents, Layout.BY_LAST, head, range.low());
    return slices.map(slice -> slice.within(range, direction));
  }

  @Override
  public Footprint footprint(String stream, List<EventData> events) {
    return Footprints.slice(stream, events, 1);
  }

  private final class TwoPhasedAppend extends Append {

    TwoPhasedAppend(StreamDocuments documents, ExpectedVersion expected, List<EventData> events) {
      super(TwoPhasedProtocol.this, documents, expected, events);
    }

    Mono<AppendResult> begin() {
      return documents.head().flatMap(this::decide);
    }

    private Mono<AppendResult> decide(Head head) {
      return ifMetBy(head.version(), () -> createSlice(head));
    }

    private Mono<AppendResult> createSlice(Head head) {
      return saveSlice(head, Condition.absent())
          .flatMap(
              written ->
                  written == Written.ACKNOWLEDGED
                      ? moveHead(head)
                      : attempts.afterWrite(head.version(), lookAtSlice(head)));
    }

    /** Another's slice, one's own, or none: what lies under the key decides how to go on. */
    private Mono<AppendResult> lookAtSlice(Head head) {
      return documents
          .getPatiently(sliceKey(head))
          .flatMap(
              item -> {
                if (!item.exists()) {
                  return attempts.again(() -> createSlice(head));
                }
                Slice slice = Documents.readSlice(stream, item);
                if (slice.holds(events, head.version() + 1)) {
                  return moveHead(head);
                }
                if (slice.first() == head.version() + 1) {
                  return commitForItsWriter(head.inNamingOf(item));
                }
                if (slice.first() > head.version() + 1) {
                  return startAgain(head);
                }
                return replaceOrphan(head, item);
              });
    }

    /** Where that was done, this append's own slice is not in the chain, nor will it be. */
    private Mono<AppendResult> commitForItsWriter(Head head) {
      return saveHead(head)
          .flatMap(written -> written == Written.ACKNOWLEDGED ? decideAnew() : settle(head));
    }

    private Mono<AppendResult> replaceOrphan(Head head, StateItem orphan) {
      return saveSlice(head, Condition.unchanged(orphan))
          .flatMap(
              written ->
                  written == Written.ACKNOWLEDGED
                      ? moveHead(head)
                      : attempts.again(() -> lookAtSlice(head)));
    }

    /** The slice lies there: whoever meets it may commit it, whatever becomes of this. */
    private Mono<AppendResult> moveHead(Head head) {
      return attempts.afterWrite(
          head.version(),
          saveHead(head)
              .flatMap(
                  written ->
                      written == Written.ACKNOWLEDGED
                          ? Mono.just(written(head.version()))
                          : settle(head)));
    }

    /** The head is where it was, or someone moved it: over the own slice, or past it. */
    private Mono<AppendResult> settle(Head before) {
      return documents
          .headPatiently()
          .flatMap(
              now -> {
                if (now.version() == before.version()) {
                  return attempts.again(() -> lookAtSlice(before));
                }
                return isCommitted(before, now)
                    .flatMap(
                        committed ->
                            committed
                                ? Mono.just(found(before.version()))
                                : removeLostSlice(before)
                                    .then(
                                        named().isPresent()
                                            ? attempts.afterProgress(() -> decide(now))
                                            : decideAnew()));
              });
    }

    /**
     * Reads the head just before the next try: by one that was read earlier, a writer comes too
     * late for each next version, one after another.
     */
    private Mono<AppendResult> decideAnew() {
      return attempts.afterProgress(() -> documents.headPatiently().flatMap(this::decide));
    }

    private Mono<AppendResult> startAgain(Head stale) {
      return documents
          .headPatiently()
          .flatMap(
              now ->
                  now.version() == stale.version()
                      ? attempts.again(() -> decide(now))
                      : attempts.afterProgress(() -> decide(now)));
    }

    /**
     * Only the chain tells. A slice of one's own under its key, with the head beyond it, may have
     * been written late, into the midst of another's committed slice.
     */
    private Mono<Boolean> isCommitted(Head before, Head now) {
      return SliceWalk.withKeys(documents, Layout.BY_LAST, now.version(), before.version() + 1)
          .any(slice -> slice.holds(events, before.version() + 1));
    }

    private Mono<Void> removeLostSlice(Head head) {
      if (!removesLostSlices) {
        return Mono.empty();
      }
      return documents
          .getPatiently(sliceKey(head))
          .filter(
              item ->
                  item.exists()
                      && Documents.readSlice(stream, item).holds(events, head.version() + 1))
          .flatMap(own -> documents.delete(own.key(), Condition.unchanged(own)))
          .then();
    }

    private Mono<Written> saveSlice(Head head, Condition condition) {
      return documents.save(
          sliceKey(head),
          Documents.slice(stream, events, head.version() + 1, head.naming()),
          condition);
    }

    private Mono<Written> saveHead(Head head) {
      return documents.save(
          Keys.head(stream),
          Documents.head(head.version() + events.size(), head.naming()),
          Condition.unchanged(head.item()));
    }

    private String sliceKey(Head head) {
      return Keys.version(stream, head.version() + events.size());
    }
  }
}
