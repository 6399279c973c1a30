package dev.slicebench.store.internal;

import dev.slicebench.store.CorruptStreamException;
import dev.slicebench.store.Direction;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.ModeMismatchException;
import dev.slicebench.store.ModeStanding;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.internal.KeyWindows.Item;
import dev.slicebench.store.internal.documents.Documents;
import dev.slicebench.store.internal.documents.Keys;
import dev.slicebench.store.internal.documents.Range;
import dev.slicebench.store.internal.documents.Slice;
import dev.slicebench.store.internal.documents.StreamDocuments;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One walk over the committed slices of a stream, in either direction.
 *
 * <p>A stream's slices follow one another without a gap, and each lies under the version of one of
 * its ends: of its last event or, in {@code CREATE_ONLY}, of its first ({@link Layout}). A walk
 * knows the next version at any time, but not how long the next slice is. So it asks for every key
 * of a window, where most are missing; once two slices in a row had the same length, only for the
 * keys that slices of that length have ({@link Stride}); and where they stop being regular, for
 * every key again, several windows in flight.
 *
 * <p>There are two cases, whatever the direction:
 *
 * <ul>
 *   <li><b>With the keys:</b> the end that is met first has the key. The next slice is the one
 *       under the key of the next version, and nothing else counts: what lies under other keys are
 *       orphans of writers that lost or died.
 *   <li><b>Against the keys:</b> the end that is met last has the key. Every slice that is found is
 *       taken, so this is for modes that leave no orphans. Where a bulk read left a slice out, only
 *       the walk with the keys, back from the slice found behind it, tells which one it was.
 * </ul>
 */
public final class SliceWalk {

  /** How much of a walk is kept while it runs against the order of delivery. */
  public static final int KEPT_BYTES = 16 * 1024 * 1024;

  /** Under which of its ends a mode keeps a slice. */
  enum Layout {
    /** By the version of its last event: {@code TRANSACTIONAL} and {@code TWO_PHASED}. */
    BY_LAST,
    /** By the version of its first event: {@code CREATE_ONLY}, which leaves no orphans. */
    BY_FIRST;

    KeyWindows windows(StreamDocuments documents) {
      String stream = documents.stream();
      return new KeyWindows(
          documents,
          version ->
              this == BY_LAST ? Keys.version(stream, version) : Keys.sliceFrom(stream, version));
    }

    /** Returns the version in the key of a slice. */
    long keyed(Slice slice) {
      return this == BY_LAST ? slice.last() : slice.first();
    }

    Direction withKeys() {
      return this == BY_LAST ? Direction.BACKWARDS : Direction.FORWARDS;
    }

    Direction againstKeys() {
      return this == BY_LAST ? Direction.FORWARDS : Direction.BACKWARDS;
    }

    CorruptStreamException missing(StreamDocuments documents, long version) {
      return new CorruptStreamException(
          this == BY_LAST
              ? "stream '%s': no slice ends at version %d, yet the head or a later slice says so; its document '%s' was deleted, or the stream was written in another mode"
                  .formatted(documents.stream(), version, Keys.version(documents.stream(), version))
              : "stream '%s': no slice holds version %d, yet later versions exist; a document was deleted"
                  .formatted(documents.stream(), version),
          null);
    }

    /** Returns what to say of a slice that holds a version which another slice holds too. */
    EventStoreException overlapping(StreamDocuments documents, Slice slice) {
      if (this == BY_LAST && documents.profile().transaction() instanceof ModeStanding.Safe) {
        // A transaction leaves nothing behind, so a writer of the other mode did.
        return ModeMismatchException.written(
            documents.stream(), SliceMode.TRANSACTIONAL, EnumSet.of(SliceMode.TWO_PHASED));
      }
      return new CorruptStreamException(
          "stream '%s': the slice from version %d to version %d shares versions with another slice; the store kept part of a refused write, or the stream was written in another mode"
              .formatted(documents.stream(), slice.first(), slice.last()),
          null);
    }
  }

  private final StreamDocuments documents;
  private final Layout layout;
  private final KeyWindows windows;
  private final Direction direction;
  private final int step;
  private final long start;
  private final long wanted;
  private final Stride stride;

  /** The version that the next slice has at the end that is met first. */
  private long next;

  /** Whether it looks only where regular slices would be, and has found each there. */
  private boolean onlyRegular;

  /** The first version, in the order of the walk, whose key was not read. */
  private long unread;

  private SliceWalk(
      StreamDocuments documents, Layout layout, Direction direction, long start, long wanted) {
    this.documents = documents;
    this.layout = layout;
    this.windows = layout.windows(documents);
    this.direction = direction;
    this.step = direction == Direction.FORWARDS ? 1 : -1;
    this.start = start;
    this.wanted = wanted;
    this.next = start;
    this.unread = start;
    this.stride = new Stride(documents);
  }

  /**
   * Walks with the keys, from the slice that begins (or, backwards, ends) at {@code start} to the
   * one that holds {@code wanted}. All of them must exist.
   *
   * @return the slices in the order of the walk; none where {@code wanted} lies before {@code
   *     start}
   */
  static Flux<Slice> withKeys(StreamDocuments documents, Layout layout, long start, long wanted) {
    return links(documents, layout, start, wanted).map(Link::slice);
  }

  /**
   * Walks against the keys, from the slice that holds {@code start} to the one that holds {@code
   * wanted}. All of them must exist.
   *
   * @param sure up to which version keys are read in several windows at a time
   * @param end the last version in the order of the walk that a slice's key can have
   * @return the slices in the order of the walk
   */
  static Flux<Slice> againstKeys(
      StreamDocuments documents, Layout layout, long start, long wanted, long sure, long end) {
    return Flux.defer(
        () ->
            new SliceWalk(documents, layout, layout.againstKeys(), start, wanted)
                .slicesAgainstKeys(sure, end));
  }

  /**
   * Returns the slices of a walk with the keys from {@code start} to {@code wanted}, in the
   * opposite order. Which they are only that walk tells, so it comes first; what it passed and
   * could not keep is read again.
   *
   * @param until the version where delivery ends: slices that lie behind it are left out
   */
  static Flux<Slice> reversed(
      StreamDocuments documents, Layout layout, long start, long wanted, long until) {
    return links(documents, layout, start, wanted)
        .filter(
            link ->
                layout == Layout.BY_FIRST
                    ? link.slice().last() >= until
                    : link.slice().first() <= until)
        .reduceWith(() -> new Passed(layout), Passed::add)
        .flatMapMany(passed -> passed.deliver(documents));
  }

  /** A slice and the size of its document. */
  private record Link(Slice slice, int bytes) {}

  private static Flux<Link> links(
      StreamDocuments documents, Layout layout, long start, long wanted) {
    return Flux.defer(
        () -> new SliceWalk(documents, layout, layout.withKeys(), start, wanted).linksWithKeys());
  }

  private Flux<Link> linksWithKeys() {
    stride.remember();
    return Flux.concat(
            Flux.defer(() -> stride.isKnown() ? regularWithKeys() : Flux.empty()),
            Flux.defer(() -> everyKeyWithKeys(firstWindow(wanted))),
            Flux.defer(() -> stride.isKnown() ? regularWithKeys() : Flux.empty()),
            Flux.defer(() -> everyKeyWithKeys(wanted)))
        .takeUntil(link -> !isBefore(far(link.slice()), wanted));
  }

  private Flux<Link> everyKeyWithKeys(long limit) {
    return everyKey(range(next, limit))
        .concatMap(window -> linksIn(window, 0, new ArrayList<>()), 1)
        .concatMapIterable(links -> links, 1);
  }

  private Flux<Link> regularWithKeys() {
    onlyRegular = true;
    return windows
        .readEvery(next, step * stride.length(), range(next, wanted))
        .concatMap(window -> linksIn(window, 0, new ArrayList<>()), 1)
        .takeUntil(links -> !onlyRegular)
        .concatMapIterable(links -> links, 1)
        .doOnComplete(() -> onlyRegular = false);
  }

  /**
   * Adds the slices of the chain that a window holds from its item {@code index} on; none behind
   * the one that holds the last version that is wanted, nor, where only regular ones are looked
   * for, behind the last of those.
   */
  private Mono<List<Link>> linksIn(List<Item> window, int index, List<Link> links) {
    for (int i = index; i < window.size() && !isBefore(wanted, next); i++) {
      Item read = window.get(i);
      if (read.version() != next && onlyRegular) {
        onlyRegular = false;
        break;
      }
      if (!isOfChainOrMisplaced(read)) {
        continue;
      }
      if (!read.item().exists() && documents.profile().bulkOmits()) {
        int following = i + 1;
        return windows
            .confirmed(read)
            .flatMap(
                confirmed -> {
                  links.add(link(confirmed));
                  return linksIn(window, following, links);
                });
      }
      links.add(link(read));
    }
    return Mono.just(links);
  }

  /** A window tells whether slices are regular; those of one event are no use to know. */
  private long firstWindow(long limit) {
    return documents.shape().events() == 1
        ? limit
        : nearer(limit, next + step * (KeyWindows.WINDOW - 1L));
  }

  /** Slices of one event have a document for each version. */
  private Flux<List<Item>> everyKey(Range range) {
    return documents.shape().events() == 1
        ? windows.readDense(range, direction)
        : windows.readByWindow(range, direction);
  }

  private boolean isOfChainOrMisplaced(Item read) {
    return read.version() == next || isMisplaced(read);
  }

  /** Returns whether a slice lies inside another, in a mode that leaves no orphans. */
  private boolean isMisplaced(Item read) {
    return layout == Layout.BY_FIRST && read.item().exists();
  }

  private Link link(Item read) {
    if (read.version() != next) {
      throw layout.missing(documents, read.version());
    }
    Slice slice = slice(documents, layout, read);
    follow(slice);
    return new Link(slice, read.item().value().length);
  }

  private static Slice slice(StreamDocuments documents, Layout layout, Item read) {
    if (!read.item().exists()) {
      throw layout.missing(documents, read.version());
    }
    Slice slice = Documents.readSlice(documents.stream(), read.item());
    if (layout.keyed(slice) != read.version()) {
      throw layout.missing(documents, read.version());
    }
    return slice;
  }

  private Flux<Slice> slicesAgainstKeys(long sure, long end) {
    // Only from the first version on is it known that a slice begins there.
    if (start == 1 && step > 0) {
      stride.remember();
    }
    return Flux.concat(
            Flux.defer(() -> stride.isKnown() ? regularAgainstKeys(sure, end) : Flux.empty()),
            Flux.defer(() -> everyKeyAgainstKeys(firstWindow(sure))),
            Flux.defer(() -> stride.isKnown() ? regularAgainstKeys(sure, end) : Flux.empty()),
            Flux.defer(() -> everyKeyAgainstKeys(sure)),
            Flux.defer(() -> windowByWindow(end)))
        .takeUntil(slice -> !isBefore(far(slice), wanted));
  }

  private Flux<Slice> everyKeyAgainstKeys(long limit) {
    if (isBefore(limit, unread)) {
      return Flux.empty();
    }
    Range keys = range(unread, limit);
    unread = limit + step;
    return everyKey(keys)
        .concatMapIterable(this::existing, 1)
        .concatMap(
            slice ->
                isBefore(next, near(slice))
                    ? leftOut(near(slice) - step).concatWithValues(slice)
                    : Mono.just(slice),
            0)
        .doOnNext(this::follow);
  }

  private Flux<Slice> regularAgainstKeys(long sure, long end) {
    long length = stride.length();
    long last = nearer(end, sure + step * (length - 1));
    return windows
        .readEvery(next + step * (length - 1), step * length, range(next, last))
        .concatMapIterable(window -> window, 1)
        .takeWhile(read -> read.item().exists())
        .map(read -> Documents.readSlice(documents.stream(), read.item()))
        .takeWhile(slice -> near(slice) == next)
        .doOnNext(this::follow)
        .doOnNext(slice -> unread = next);
  }

  /** The slice that holds the last version that is wanted may have its key far behind it. */
  private Flux<Slice> windowByWindow(long end) {
    return isBefore(end, unread)
        ? leftOut(end)
        : everyKeyAgainstKeys(nearer(end, unread + step * (KeyWindows.WINDOW - 1L)))
            .concatWith(Flux.defer(() -> windowByWindow(end)));
  }

  /** Returns the slices from the next version to {@code end}, where one has its key. */
  private Flux<Slice> leftOut(long end) {
    return reversed(documents, layout, end, next, wanted);
  }

  private List<Slice> existing(List<Item> window) {
    List<Slice> slices = new ArrayList<>();
    for (Item read : window) {
      if (read.item().exists()) {
        slices.add(Documents.readSlice(documents.stream(), read.item()));
      }
    }
    return slices;
  }

  private void follow(Slice slice) {
    if (isBefore(near(slice), next) && next != start) {
      throw layout.overlapping(documents, slice);
    }
    next = far(slice) + step;
    stride.saw(slice);
  }

  private long near(Slice slice) {
    return step > 0 ? slice.first() : slice.last();
  }

  private long far(Slice slice) {
    return step > 0 ? slice.last() : slice.first();
  }

  private boolean isBefore(long version, long other) {
    return step > 0 ? version < other : version > other;
  }

  private long nearer(long version, long other) {
    return isBefore(version, other) ? version : other;
  }

  private Range range(long from, long to) {
    return step > 0 ? new Range(from, to) : new Range(to, from);
  }

  /** The slices that a walk passed: the last ones themselves, of the rest their keys. */
  private static final class Passed {

    private final Layout layout;
    private final Deque<Link> kept = new ArrayDeque<>();
    private final List<Long> dropped = new ArrayList<>();
    private long keptBytes;

    Passed(Layout layout) {
      this.layout = layout;
    }

    Passed add(Link link) {
      kept.addFirst(link);
      keptBytes += link.bytes();
      while (keptBytes > KEPT_BYTES && kept.size() > 1) {
        Link first = kept.removeLast();
        keptBytes -= first.bytes();
        dropped.add(layout.keyed(first.slice()));
      }
      return this;
    }

    Flux<Slice> deliver(StreamDocuments documents) {
      KeyWindows windows = layout.windows(documents);
      Collections.reverse(dropped);
      return Flux.concat(
          Flux.fromIterable(kept).map(Link::slice),
          windows
              .read(dropped)
              .concatMap(windows::confirmed, 1)
              .concatMapIterable(window -> window, 1)
              .map(read -> slice(documents, layout, read)));
    }
  }
}
