package dev.slicebench.store.internal;

import dev.slicebench.store.Direction;
import dev.slicebench.store.internal.documents.Range;
import dev.slicebench.store.internal.documents.StreamDocuments;
import dev.slicebench.store.state.StateItem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads the documents of a range of versions for one load: window by window, several in flight,
 * delivered in order. A window holds fewer keys where the documents turn out large.
 */
public final class KeyWindows {

  /** Versions a window covers. */
  public static final int WINDOW = 100;

  /** Documents that a call asks for at the most, where their size is known. */
  private static final int LARGEST = 400;

  private static final int IN_FLIGHT = 4;

  /** What an answer may come to, well below gRPC's 4 MiB. */
  private static final int ANSWER_BYTES = 2 * 1024 * 1024;

  private final StreamDocuments documents;
  private final LongFunction<String> keyOf;
  private volatile int keysPerCall = LARGEST;

  /**
   * For one load.
   *
   * @param keyOf the key of a version
   */
  KeyWindows(StreamDocuments documents, LongFunction<String> keyOf) {
    this.documents = documents;
    this.keyOf = keyOf;
  }

  /** A key's item with the version it was asked for. */
  record Item(long version, StateItem item) {}

  /**
   * Returns the items of all versions in {@code range}, existing or not, in the order of direction;
   * a list a window.
   */
  Flux<List<Item>> readByWindow(Range range, Direction direction) {
    return inFlight(cut(range, direction, WINDOW), this::readWindow);
  }

  /** As {@link #readByWindow}, where each version has a document. */
  Flux<List<Item>> readDense(Range range, Direction direction) {
    return inFlight(cut(range, direction, documentsAtOnce()), this::readWindow);
  }

  /** Returns how many documents to ask for in a call. */
  private int documentsAtOnce() {
    long bytes = documents.shape().bytes();
    return bytes == 0 ? WINDOW : fitting(bytes);
  }

  /** Returns how many documents of a size an answer may have. */
  private static int fitting(long bytes) {
    return (int) Math.max(1, Math.min(LARGEST, ANSWER_BYTES / bytes));
  }

  /**
   * Returns the items of every {@code step}th version from {@code first} on that lies in the range;
   * a list a window.
   */
  Flux<List<Item>> readEvery(long first, long step, Range range) {
    Flux<Long> versions =
        Flux.generate(
            () -> first,
            (version, sink) -> {
              if (range.contains(version)) {
                sink.next(version);
              } else {
                sink.complete();
              }
              return version + step;
            });
    return inFlight(versions.buffer(documentsAtOnce()), this::readWindow);
  }

  /**
   * Returns the first version in the order of direction that has a document; reads no window beyond
   * it.
   */
  Mono<Long> firstExisting(Range range, Direction direction) {
    return cut(range, direction, WINDOW)
        .concatMap(this::readWindow, 0)
        .concatMapIterable(items -> items, 1)
        .filter(read -> read.item().exists())
        .next()
        .map(Item::version);
  }

  /** Returns the items of these versions, in their order; a list a window. */
  Flux<List<Item>> read(List<Long> versions) {
    return inFlight(Flux.fromIterable(versions).buffer(documentsAtOnce()), this::readWindow);
  }

  /** Returns the items, each as {@link StreamDocuments#confirmed} has it. */
  Mono<List<Item>> confirmed(List<Item> read) {
    return read.stream().allMatch(item -> item.item().exists())
        ? Mono.just(read)
        : Flux.fromIterable(read).concatMap(this::confirmed).collectList();
  }

  /** As {@link StreamDocuments#confirmed} has it. */
  Mono<Item> confirmed(Item read) {
    return read.item().exists()
        ? Mono.just(read)
        : documents.confirmed(read.item()).map(item -> new Item(read.version(), item));
  }

  /** Reads several windows at a time, and delivers them in order. */
  static <T> Flux<T> inFlight(Flux<List<Long>> windows, Function<List<Long>, Mono<T>> readWindow) {
    return windows.flatMapSequential(readWindow, IN_FLIGHT, 1).onErrorMap(StreamDocuments::firstOf);
  }

  /** Cuts a range into windows of versions. */
  static Flux<List<Long>> cut(Range range, Direction direction, int size) {
    return Flux.generate(
        () -> direction == Direction.FORWARDS ? range.low() : range.high(),
        (next, sink) -> {
          if (!range.contains(next)) {
            sink.complete();
            return next;
          }
          List<Long> window = new ArrayList<>(size);
          int step = direction == Direction.FORWARDS ? 1 : -1;
          long version = next;
          for (; window.size() < size && range.contains(version); version += step) {
            window.add(version);
          }
          sink.next(window);
          return version;
        });
  }

  private Mono<List<Item>> readWindow(List<Long> versions) {
    int keys = keysPerCall;
    return versions.size() <= keys
        ? readChunk(versions)
        : Flux.fromIterable(versions)
            .buffer(keys)
            .concatMap(this::readChunk)
            .collectList()
            .map(chunks -> chunks.stream().flatMap(List::stream).toList());
  }

  private Mono<List<Item>> readChunk(List<Long> versions) {
    List<String> keys = new ArrayList<>(versions.size());
    for (long version : versions) {
      keys.add(keyOf.apply(version));
    }
    return documents.getAll(keys).map(items -> paired(versions, items));
  }

  private List<Item> paired(List<Long> versions, List<StateItem> items) {
    List<Item> paired = new ArrayList<>(items.size());
    long bytes = 0;
    int existing = 0;
    for (int i = 0; i < items.size(); i++) {
      bytes += items.get(i).value().length;
      existing += items.get(i).exists() ? 1 : 0;
      paired.add(new Item(versions.get(i), items.get(i)));
    }
    if (existing > 0) {
      documents.sawDocumentsOf(bytes / existing);
    }
    keysPerCall = fitting(Math.max(1, bytes / items.size()));
    return paired;
  }
}
