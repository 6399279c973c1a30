package dev.slicebench.store;

import dev.slicebench.store.internal.documents.Documents;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * A stream that is too long for the memory it is loaded in: its documents are made when they are
 * read. A program, whose arguments are the mode, the events, and how many a slice has.
 */
final class LongStream implements StateStore {

  static final String NAME = "long";

  private static final Json DATA = Json.ofString("x".repeat(1022));

  private final SliceMode mode;
  private final long length;
  private final int sliceLength;

  private LongStream(SliceMode mode, long length, int sliceLength) {
    this.mode = mode;
    this.length = length;
    this.sliceLength = sliceLength;
  }

  public static void main(String[] arguments) {
    SliceMode mode = SliceMode.valueOf(arguments[0]);
    long length = Long.parseLong(arguments[1]);
    EventStore store =
        DaprEventStore.builder(
                new LongStream(mode, length, Integer.parseInt(arguments[2])),
                MemoryStateStore.PROFILE,
                mode)
            .build();
    // As a load by a store instance that knows where the stream ends.
    store.head(NAME).block();
    long[] loaded = {0};
    store
        .load(NAME)
        .doOnNext(
            event -> {
              if (event.version() != ++loaded[0] || !event.data().equals(DATA)) {
                throw new AssertionError("event " + event.version() + " after " + loaded[0]);
              }
            })
        .blockLast();
    if (loaded[0] != length) {
      throw new AssertionError("the load ended at " + loaded[0]);
    }
    System.out.println("loaded");
  }

  private StateItem item(String key) {
    if (key.equals(NAME + (mode == SliceMode.CREATE_ONLY ? "|from-head" : "|head"))) {
      return new StateItem(key, Documents.head(length), "1");
    }
    String last = key.substring(key.lastIndexOf('|') + 1);
    boolean isByFirst = last.startsWith("from-");
    String digits = isByFirst ? last.substring(5) : last;
    if (isByFirst != (mode == SliceMode.CREATE_ONLY) || !digits.matches("[1-9][0-9]*")) {
      return StateItem.absent(key);
    }
    long version = Long.parseLong(digits);
    if (version > length) {
      return StateItem.absent(key);
    }
    if (mode == SliceMode.OFF) {
      return new StateItem(key, Documents.event(NAME, event(version), version), "1");
    }
    long first = isByFirst ? version : version - sliceLength + 1;
    if (first % sliceLength != 1 % sliceLength) {
      return StateItem.absent(key);
    }
    List<EventData> events =
        java.util.stream.LongStream.range(first, first + sliceLength)
            .mapToObj(LongStream::event)
            .toList();
    return new StateItem(key, Documents.slice(NAME, events, first), "1");
  }

  private static EventData event(long version) {
    return new EventData("event-" + version, "named", DATA);
  }

  @Override
  public Mono<StateItem> get(String key, Map<String, String> metadata) {
    return Mono.fromSupplier(() -> item(key));
  }

  @Override
  public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
    return Mono.fromSupplier(
        () -> {
          Map<String, StateItem> items = new HashMap<>();
          keys.forEach(key -> items.put(key, item(key)));
          return items;
        });
  }

  @Override
  public Mono<Void> save(StateOperation.Upsert upsert, Map<String, String> metadata) {
    return Mono.empty();
  }

  @Override
  public Mono<Void> delete(StateOperation.Delete delete, Map<String, String> metadata) {
    return Mono.error(new UnsupportedOperationException());
  }

  @Override
  public Mono<Void> transact(
      List<? extends StateOperation> operations, Map<String, String> metadata) {
    return Mono.error(new UnsupportedOperationException());
  }

  @Override
  public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
    return Mono.error(new UnsupportedOperationException());
  }
}
