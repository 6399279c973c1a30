package dev.slicebench.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

/**
 * Dapr's SQL components call documents missing, and the read a success, where a bulk get breaks off
 * (seen with PostgreSQL: a connection cut in the middle, and a stream of nine events had none). A
 * load is then whole or fails; it is never shorter.
 */
class BrokenOffBulkReadTest {

  private static final StoreProfile POSTGRESQL =
      StoreProfile.of("state.postgresql", "v2", Set.of("ETAG", "TRANSACTIONAL"));
  private static final int SEEDS = 200;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OFF_AND_SHARED_ALL")
  void neverMakesAStreamShorter(SliceMode mode) {
    int whole = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      MemoryStateStore memory = new MemoryStateStore();
      long length = write(open(memory, mode), random);
      BlockingEventStore store = open(new BreakingOff(memory, random), mode);
      for (LoadOptions options : List.of(LoadOptions.all(), LoadOptions.last(Long.MAX_VALUE))) {
        Optional<Integer> loaded = loaded(store, options);
        assertThat(loaded.orElse((int) length)).as("%s, seed %d", mode, seed).isEqualTo(length);
        whole += loaded.isPresent() ? 1 : 0;
      }
      assertThat(store.head("s").orElse(0)).as("%s, seed %d", mode, seed).isEqualTo(length);
    }
    assertThat(whole).as("loads that did not fail").isPositive();
  }

  private static long write(BlockingEventStore store, Random random) {
    long version = 0;
    int appends = 1 + random.nextInt(150);
    for (int i = 0; i < appends; i++) {
      List<EventData> batch =
          IntStream.rangeClosed(0, random.nextInt(3))
              .mapToObj(n -> EventData.of("e", Json.of(n)))
              .toList();
      version = store.append("s", ExpectedVersion.exact(version), batch).nextExpectedVersion();
    }
    return version;
  }

  private static Optional<Integer> loaded(BlockingEventStore store, LoadOptions options) {
    try {
      return Optional.of((int) store.load("s", options).count());
    } catch (EventStoreException e) {
      return Optional.empty();
    }
  }

  private static BlockingEventStore open(StateStore state, SliceMode mode) {
    return DaprEventStore.builder(state, POSTGRESQL, mode).build().blocking();
  }

  /** Half of its bulk reads break off somewhere. */
  private record BreakingOff(StateStore right, Random random) implements StateStore {

    @Override
    public Mono<StateItem> get(String key, Map<String, String> metadata) {
      return right.get(key, metadata);
    }

    @Override
    public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
      return right
          .bulkGet(keys, metadata)
          .map(
              items -> {
                List<String> rows = new ArrayList<>(keys);
                int read = random.nextBoolean() ? rows.size() : random.nextInt(rows.size());
                Map<String, StateItem> told = new HashMap<>(items);
                rows.subList(read, rows.size())
                    .forEach(key -> told.put(key, StateItem.absent(key)));
                return told;
              });
    }

    @Override
    public Mono<Void> save(StateOperation.Upsert upsert, Map<String, String> metadata) {
      return right.save(upsert, metadata);
    }

    @Override
    public Mono<Void> delete(StateOperation.Delete delete, Map<String, String> metadata) {
      return right.delete(delete, metadata);
    }

    @Override
    public Mono<Void> transact(
        List<? extends StateOperation> operations, Map<String, String> metadata) {
      return right.transact(operations, metadata);
    }

    @Override
    public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
      return right.query(query, metadata);
    }
  }
}
