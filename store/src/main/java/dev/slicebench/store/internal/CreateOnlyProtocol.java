package dev.slicebench.store.internal;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.Direction;
import dev.slicebench.store.EventData;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.internal.KeyWindows.Item;
import dev.slicebench.store.internal.SliceWalk.Layout;
import dev.slicebench.store.internal.documents.Documents;
import dev.slicebench.store.internal.documents.Footprints;
import dev.slicebench.store.internal.documents.Keys;
import dev.slicebench.store.internal.documents.Moved;
import dev.slicebench.store.internal.documents.Range;
import dev.slicebench.store.internal.documents.Slice;
import dev.slicebench.store.internal.documents.StreamDocuments;
import dev.slicebench.store.internal.documents.StreamDocuments.Written;
import dev.slicebench.store.internal.documents.Versions;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@link SliceMode#CREATE_ONLY}: a slice under the version of its first event. Creating it where
 * the key is free is the commit: one writer wins each version, whatever the lengths of the slices.
 *
 * <p>A writer creates a slice at {@code v + 1} only where it knows that a slice ends at {@code v},
 * else it could leave a gap or write into another slice. The head is a hint: a version where a
 * slice ends, perhaps not the last. The tail is found by walking on from it.
 */
public final class CreateOnlyProtocol implements SliceProtocol {

  /** How far the hint may fall behind before whoever notices writes it anew. */
  public static final long HINT_LAG = 64;

  /** Where an append at a version not seen before looks for a slice that ends there. */
  private static final int SLICES_BEFORE = 15;

  /** How many keys a writer looks at that was refused one. */
  private static final int KEYS_BEHIND = 16;

  private final KnownHeads known = new KnownHeads();
  private final KnownHeads hints = new KnownHeads();

  @Override
  public Mono<AppendResult> append(
      StreamDocuments documents, ExpectedVersion expected, List<EventData> events) {
    CreateOnlyAppend append = new CreateOnlyAppend(documents, expected, events);
    OptionalLong base = append.baseWithoutRead(known);
    return base.isPresent() ? append.create(base.getAsLong()) : append.begin();
  }

  @Override
  public Flux<RecordedEvent> load(StreamDocuments documents, LoadOptions options) {
    if (options.maxCount() == 0 || options.from() > options.to()) {
      return Flux.empty();
    }
    return knownEnd(documents)
        .flatMapMany(
            end ->
                options.direction() == Direction.FORWARDS
                    ? forwards(documents, options, end)
                    : backwards(documents, options, end));
  }

  @Override
  public List<String> readFirst(String stream) {
    return List.of(Keys.hint(stream));
  }

  @Override
  public List<String> readFirst(String stream, ExpectedVersion expected) {
    if (expected instanceof ExpectedVersion.Exact exact
        && exact.version() > 0
        && exact.version() <= Versions.LAST) {
      return keysAround(stream, exact.version());
    }
    return expected.isMetBy(0) && !(expected instanceof ExpectedVersion.Any)
        ? List.of()
        : readFirst(stream);
  }

  /** Returns the hint, and the slices one of which may end at {@code version}. */
  private static List<String> keysAround(String stream, long version) {
    List<String> keys = new ArrayList<>();
    keys.add(Keys.hint(stream));
    for (long first = Math.max(1, version - SLICES_BEFORE + 1); first <= version; first++) {
      keys.add(Keys.sliceFrom(stream, first));
    }
    return keys;
  }

  @Override
  public Mono<Long> head(StreamDocuments documents) {
    return knownEnd(documents).flatMap(end -> tail(documents, end));
  }

  @Override
  public Footprint footprint(String stream, List<EventData> events) {
    return Footprints.slice(stream, events, 1);
  }

  /**
   * A version where a slice ends.
   *
   * @param wasTail whether this store instance saw it as the tail, which it may well still be
   */
  private record End(long version, boolean wasTail) {}

  /** Returns the tail that was seen last, else the hint. */
  private Mono<End> knownEnd(StreamDocuments documents) {
    long seen = known.of(documents.stream());
    return seen > 0
        ? Mono.just(new End(seen, true))
        : hint(documents).map(hint -> new End(hint, false));
  }

  private Mono<Long> hint(StreamDocuments documents) {
    return documents.get(Keys.hint(documents.stream())).map(item -> sawHint(documents, item));
  }

  private long sawHint(StreamDocuments documents, StateItem item) {
    long hint = Documents.readHead(documents.stream(), item).version();
    hints.saw(documents.stream(), hint);
    return hint;
  }

  /** Walks from a version where a slice ends to the last such version. */
  private Mono<Long> tail(StreamDocuments documents, End end) {
    Chain chain = new Chain(documents, end.version(), end);
    return chain.readTo(Long.MAX_VALUE).then(Mono.fromSupplier(() -> sawTail(documents, chain)));
  }

  private long sawTail(StreamDocuments documents, Chain chain) {
    long tail = chain.end();
    known.saw(documents.stream(), tail);
    hintAt(documents, tail);
    return tail;
  }

  /** Off the caller's path, and lost without harm: a hint may be old, never wrong. */
  private void hintAt(StreamDocuments documents, long tail) {
    String stream = documents.stream();
    if (tail - hints.of(stream) >= HINT_LAG) {
      hints.saw(stream, tail);
      documents
          .save(Keys.hint(stream), Documents.head(tail), Condition.none())
          .subscribe(ignored -> {}, ignored -> {});
    }
  }

  private Flux<RecordedEvent> forwards(StreamDocuments documents, LoadOptions options, End known) {
    long wanted = Math.min(options.maxCount() - 1, Long.MAX_VALUE - options.from());
    Range range = new Range(options.from(), Math.min(options.to(), options.from() + wanted));
    return startOf(documents, range.low(), known.version())
        .flatMapMany(
            start -> {
              Chain chain = new Chain(documents, start - 1, known);
              return chain
                  .readTo(range.high())
                  .doOnComplete(
                      () -> {
                        if (chain.reachedTail()) {
                          sawTail(documents, chain);
                        }
                      });
            })
        .concatMapIterable(slice -> slice.within(range, Direction.FORWARDS), 1);
  }

  /** Returns the first version of the slice that holds {@code version}, or of any before it. */
  private static Mono<Long> startOf(StreamDocuments documents, long version, long known) {
    if (version > known) {
      return Mono.just(known + 1);
    }
    if (version == 1) {
      return Mono.just(1L);
    }
    return Layout.BY_FIRST
        .windows(documents)
        .firstExisting(new Range(1, version), Direction.BACKWARDS)
        .defaultIfEmpty(1L);
  }

  private Flux<RecordedEvent> backwards(StreamDocuments documents, LoadOptions options, End known) {
    return tail(documents, known)
        .flatMapMany(
            tail -> {
              Range range = Range.of(options, tail);
              if (range.isEmpty()) {
                return Flux.empty();
              }
              return SliceWalk.againstKeys(
                      documents, Layout.BY_FIRST, range.high(), range.low(), range.low(), 1)
                  .concatMapIterable(slice -> slice.within(range, Direction.BACKWARDS), 1);
            });
  }

  /** The slices behind a version where one ends, read forwards, and where that got to. */
  private static final class Chain {

    private final StreamDocuments documents;
    private final KeyWindows windows;
    private final End known;
    private long next;
    private boolean reachedTail;

    Chain(StreamDocuments documents, long end, End known) {
      this.documents = documents;
      this.windows = Layout.BY_FIRST.windows(documents);
      this.known = known;
      this.next = end + 1;
    }

    /** Returns the version of the last event read so far. */
    long end() {
      return next - 1;
    }

    boolean reachedTail() {
      return reachedTail;
    }

    /**
     * Reads slices until one holds {@code high} or none follows. As far as slices are known to
     * exist by a walk; beyond, window by window; but at the same time as the walk, and before any
     * window, the one key that tells whether what was the tail still is.
     */
    Flux<Slice> readTo(long high) {
      return Flux.deferContextual(
          context -> {
            Mono<List<Item>> behindKnown =
                known.wasTail() && high > known.version()
                    ? EarlyReads.begun(keyBehindKnown(), context)
                    : Mono.empty();
            return Flux.concat(
                    SliceWalk.withKeys(
                            documents, Layout.BY_FIRST, next, Math.min(high, known.version()))
                        .doOnNext(slice -> next = slice.last() + 1),
                    behindKnown.flatMapMany(this::follow),
                    Flux.defer(() -> windowByWindowTo(high)))
                .takeUntil(slice -> slice.last() >= high);
          });
    }

    private Mono<List<Item>> keyBehindKnown() {
      long behind = known.version() + 1;
      return windows.readByWindow(new Range(behind, behind), Direction.FORWARDS).next();
    }

    private Flux<Slice> everyKeyTo(long highest) {
      return reachedTail
          ? Flux.empty()
          : windows
              .readByWindow(new Range(next, highest), Direction.FORWARDS)
              .concatMap(this::follow, 0);
    }

    private Flux<Slice> windowTo(long highest) {
      return everyKeyTo(Math.min(highest, next + KeyWindows.WINDOW - 1));
    }

    private Flux<Slice> windowByWindowTo(long high) {
      if (reachedTail || next > high) {
        return Flux.empty();
      }
      return windowTo(high).concatWith(Flux.defer(() -> windowByWindowTo(high)));
    }

    private Flux<Slice> follow(List<Item> window) {
      return follow(window, documents.isAbsenceCertain(window.size()));
    }

    private Flux<Slice> follow(List<Item> window, boolean isAbsenceCertain) {
      List<Slice> slices = new ArrayList<>();
      boolean ends = false;
      for (Item read : window) {
        if (ends) {
          break;
        }
        boolean exists = read.item().exists() && !isSeal(read.item());
        if (read.version() == next && exists) {
          Slice slice = Documents.readSlice(documents.stream(), read.item());
          if (slice.first() != next) {
            return Flux.error(Layout.BY_FIRST.missing(documents, next));
          }
          slices.add(slice);
          next = slice.last() + 1;
        } else if (read.version() == next) {
          ends = true;
        } else if (exists) {
          return Flux.error(Layout.BY_FIRST.missing(documents, read.version()));
        }
      }
      if (!ends) {
        return Flux.fromIterable(slices);
      }
      boolean moreFollow =
          window.stream().anyMatch(read -> read.version() > next && read.item().exists());
      if (!isAbsenceCertain) {
        long windowEnd = window.get(window.size() - 1).version();
        return Flux.fromIterable(slices).concatWith(askByItself(windowEnd, moreFollow));
      }
      reachedTail = true;
      return moreFollow
          ? Flux.fromIterable(slices).concatWith(requirePresent(next))
          : Flux.fromIterable(slices);
    }

    /** Returns whether the stream ends here for good, since it is about to be moved. */
    private boolean isSeal(StateItem item) {
      Optional<Moved> moved = Moved.of(item);
      if (moved.isPresent() && moved.get().done()) {
        throw moved.get().mismatch(documents.stream());
      }
      return moved.isPresent();
    }

    /**
     * Returns the slice that a bulk read may have left out, and then the rest of its window anew.
     */
    private Flux<Slice> askByItself(long windowEnd, boolean mustExist) {
      return documents
          .get(Keys.sliceFrom(documents.stream(), next))
          .flatMapMany(
              item -> {
                if (item.exists()) {
                  return follow(List.of(new Item(next, item)), true)
                      .concatWith(Flux.defer(() -> everyKeyTo(windowEnd)));
                }
                reachedTail = true;
                return mustExist
                    ? Flux.error(Layout.BY_FIRST.missing(documents, next))
                    : Flux.empty();
              });
    }

    /**
     * A bulk read is no snapshot: later slices may have come while it went on. Then the one missing
     * is there now, and was not when the load began.
     */
    private Flux<Slice> requirePresent(long version) {
      return documents
          .get(Keys.sliceFrom(documents.stream(), version))
          .flatMapMany(
              item ->
                  item.exists()
                      ? Flux.empty()
                      : Flux.error(Layout.BY_FIRST.missing(documents, version)));
    }
  }

  private final class CreateOnlyAppend extends Append {

    CreateOnlyAppend(StreamDocuments documents, ExpectedVersion expected, List<EventData> events) {
      super(CreateOnlyProtocol.this, documents, expected, events);
    }

    Mono<AppendResult> begin() {
      OptionalLong named = named();
      return named.isPresent() && named.getAsLong() <= Versions.LAST
          ? beginAt(named.getAsLong())
          : hint(documents).flatMap(hint -> decide(new End(hint, false)));
    }

    /**
     * The hint may name the very version that is expected, or one of the slices before it may end
     * there; else the tail has to be found.
     */
    private Mono<AppendResult> beginAt(long version) {
      return documents
          .getAll(keysAround(stream, version))
          .flatMap(
              items -> {
                long hint = sawHint(documents, items.get(0));
                boolean endsThere =
                    hint == version
                        || items.stream()
                            .skip(1)
                            .filter(StateItem::exists)
                            .anyMatch(item -> Documents.readSlice(stream, item).last() == version);
                return endsThere
                    ? ifRoomBehind(version, () -> create(version))
                    : decide(new End(hint, false));
              });
    }

    private Mono<AppendResult> decide(End end) {
      return tail(documents, end).flatMap(tail -> ifMetBy(tail, () -> create(tail)));
    }

    Mono<AppendResult> create(long end) {
      return documents
          .save(
              Keys.sliceFrom(stream, end + 1),
              Documents.slice(stream, events, end + 1),
              Condition.absent())
          .flatMap(
              written -> {
                if (written == Written.ACKNOWLEDGED) {
                  sawCommitted(end);
                  return Mono.just(written(end));
                }
                return attempts.afterWrite(end, findOut(end));
              });
    }

    /** The key tells: free, the write may yet land; taken by another's slice, it never will. */
    private Mono<AppendResult> findOut(long end) {
      return documents
          .getAllPatiently(keysBehind(end))
          .flatMap(
              items ->
                  documents
                      .confirmedPatiently(items.get(0))
                      .flatMap(
                          first -> {
                            if (!first.exists()) {
                              return attempts.again(() -> create(end));
                            }
                            return settle(end, Documents.readSlice(stream, first), items);
                          }));
    }

    /**
     * A writer that lost is told of the slices that came since, too: else it would come too late
     * for each next version, one after another.
     */
    private List<String> keysBehind(long end) {
      long last = Math.min(Versions.LAST, end + KEYS_BEHIND);
      return LongStream.rangeClosed(end + 1, last)
          .mapToObj(version -> Keys.sliceFrom(stream, version))
          .toList();
    }

    /**
     * Another's slice has the key for good, so these events are not behind {@code end}, nor will
     * be. Where that is the one place that was expected, and the slice does not begin with the same
     * event as an earlier append of these events in other portions would, nothing else is to be
     * found out: it is a conflict.
     */
    private Mono<AppendResult> settle(long end, Slice slice, List<StateItem> behind) {
      if (slice.holds(events, end + 1)) {
        sawCommitted(end);
        return Mono.just(found(end));
      }
      boolean isConflict =
          named().equals(OptionalLong.of(end))
              && !slice.events().get(0).id().equals(events.get(0).id());
      long last = lastOf(slice, end, behind);
      known.saw(stream, last);
      boolean isTail = last - end < behind.size() && !behind.get((int) (last - end)).exists();
      return attempts.afterProgress(
          () ->
              (isTail ? Mono.just(last) : tail(documents, new End(last, true)))
                  .flatMap(
                      tail -> isConflict ? conflict(tail) : ifMetBy(tail, () -> create(tail))));
    }

    /** Follows the slices from one on, as far as they were read. */
    private long lastOf(Slice slice, long end, List<StateItem> behind) {
      Slice last = slice;
      while (last.last() - end < behind.size()) {
        StateItem next = behind.get((int) (last.last() - end));
        if (!next.exists() || Moved.of(next).isPresent()) {
          break;
        }
        last = Documents.readSlice(stream, next);
      }
      return last.last();
    }

    private void sawCommitted(long end) {
      long tail = end + events.size();
      known.saw(stream, tail);
      hintAt(documents, tail);
    }
  }
}
