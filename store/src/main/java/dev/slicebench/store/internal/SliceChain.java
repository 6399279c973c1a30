package dev.slicebench.store.internal;

import dev.slicebench.store.CorruptStreamException;
import dev.slicebench.store.Direction;
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
import java.util.List;
import reactor.core.publisher.Flux;

/**
 * The committed slices of a stream whose slices are keyed by the version of their last event: the
 * slice at the head's key, the slice that ends before its first event, and so on. Other slices are
 * orphans of writers that lost or died, wherever they lie.
 */
public final class SliceChain {

  /** How much of a chain is kept while it is walked against the order of delivery. */
  public static final int KEPT_BYTES = 16 * 1024 * 1024;

  private final String stream;
  private final KeyWindows windows;

  SliceChain(StreamDocuments documents) {
    this.stream = documents.stream();
    this.windows = new KeyWindows(documents, version -> Keys.version(documents.stream(), version));
  }

  /**
   * Walks from the slice that ends at {@code end} back to the one that holds {@code low}.
   *
   * @return the slices, the last first
   */
  Flux<Slice> backwards(long low, long end) {
    return walk(low, end).map(Link::slice);
  }

  /**
   * The slices from the one that holds {@code low} to the one that holds {@code high}, the first
   * first. Which they are only the walk back from {@code end} tells, so that comes first; what it
   * passed and could not keep is read again.
   */
  Flux<Slice> forwards(long low, long high, long end) {
    return walk(low, end)
        .filter(link -> link.slice().first() <= high)
        .reduceWith(Walked::new, Walked::add)
        .flatMapMany(this::deliver);
  }

  /** A committed slice and the size of its document. */
  private record Link(Slice slice, int bytes) {}

  private Flux<Link> walk(long low, long end) {
    return Flux.defer(() -> new Walk(low, end).links());
  }

  /** Every key of a window first; then, where slices prove regular, only those that they have. */
  private final class Walk {

    private final long low;
    private final Stride stride = new Stride();
    private long expected;

    Walk(long low, long end) {
      this.low = low;
      this.expected = end;
    }

    Flux<Link> links() {
      return Flux.concat(
          everyKeyFrom(Math.max(low, expected - KeyWindows.WINDOW + 1)),
          Flux.defer(() -> stride.isKnown() ? regularKeys() : Flux.empty()),
          Flux.defer(() -> everyKeyFrom(low)));
    }

    private Flux<Link> everyKeyFrom(long lowest) {
      return windows
          .read(new Range(lowest, expected), Direction.BACKWARDS)
          .filter(read -> read.version() == expected)
          .concatMap(windows::confirmed, 0)
          .map(this::follow);
    }

    private Flux<Link> regularKeys() {
      return windows
          .readEvery(expected, -stride.length(), new Range(low, expected))
          .takeWhile(read -> read.version() == expected)
          .concatMap(windows::confirmed, 0)
          .map(this::follow);
    }

    private Link follow(Item read) {
      Slice slice = slice(read);
      expected = slice.first() - 1;
      stride.saw(slice);
      return new Link(slice, read.item().value().length);
    }
  }

  private Slice slice(Item read) {
    if (!read.item().exists()) {
      throw new CorruptStreamException(
          "stream '"
              + stream
              + "': no slice ends at version "
              + read.version()
              + ", yet the head or a later slice says so; its document '"
              + read.item().key()
              + "' was deleted, or the stream was written in another mode",
          null);
    }
    Slice slice = Documents.readSlice(stream, read.item());
    if (slice.last() != read.version()) {
      throw new CorruptStreamException(
          "stream '"
              + stream
              + "': the slice under the key of version "
              + read.version()
              + " ends at version "
              + slice.last(),
          null);
    }
    return slice;
  }

  private Flux<Slice> deliver(Walked walked) {
    return Flux.concat(
        Flux.fromIterable(walked.kept).map(Link::slice),
        windows.read(walked.dropped()).concatMap(windows::confirmed).map(this::slice));
  }

  /** What a walk passed: the lowest slices themselves, of the rest the keys. */
  private static final class Walked {

    private final Deque<Link> kept = new ArrayDeque<>();
    private final List<Long> droppedHighestFirst = new ArrayList<>();
    private long keptBytes;

    Walked add(Link link) {
      kept.addFirst(link);
      keptBytes += link.bytes();
      while (keptBytes > KEPT_BYTES && kept.size() > 1) {
        Link highest = kept.removeLast();
        keptBytes -= highest.bytes();
        droppedHighestFirst.add(highest.slice().last());
      }
      return this;
    }

    List<Long> dropped() {
      Collections.reverse(droppedHighestFirst);
      return droppedHighestFirst;
    }
  }
}
