package dev.slicebench.conformance.written;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class EraserTest {

  private static final Map<String, String> ONE = Map.of("partitionKey", "one");
  private static final Map<String, String> OTHER = Map.of("partitionKey", "other");

  private final Deletions state = new Deletions();

  private static Writes writes(Map<String, String> metadata, List<String> keys) {
    return new Writes(metadata, keys, null);
  }

  /** Returns the keys that could not be deleted. */
  private List<String> erase(List<Writes> writes) {
    return new Eraser(state, true).cleanUp(writes).keys();
  }

  @Test
  void deletesEachKeyOnceInItsOwnPartition() {
    List<Writes> entries =
        List.of(
            writes(ONE, List.of("a", "head")),
            writes(ONE, List.of("b", "head")),
            writes(OTHER, List.of("c")));

    assertThat(erase(entries)).isEmpty();

    assertThat(state.deleted)
        .containsExactlyInAnyOrder(
            Map.entry("a", ONE),
            Map.entry("b", ONE),
            Map.entry("head", ONE),
            Map.entry("c", OTHER));
  }

  @Test
  void keepsWithinAnyStoresTransaction() {
    List<String> keys = IntStream.range(0, 230).mapToObj(String::valueOf).toList();

    assertThat(erase(List.of(writes(ONE, keys)))).isEmpty();

    assertThat(state.deleted).hasSize(230);
    assertThat(state.largestTransaction).isLessThanOrEqualTo(100);
  }

  @Test
  void deletesOneByOneWhereThereAreNoTransactions() {
    state.transactional = false;
    state.undeletable = Set.of("b");

    assertThat(erase(List.of(writes(ONE, List.of("a", "b", "c"))))).containsExactly("b");
    assertThat(state.deleted).containsExactlyInAnyOrder(Map.entry("a", ONE), Map.entry("c", ONE));
  }

  /** A verification writes to stores whose transactions may be the fault that it looks for. */
  @Test
  void looksWhetherATransactionDidWhatItSays() {
    state.lying = true;

    assertThat(erase(List.of(writes(ONE, List.of("a", "b"))))).isEmpty();

    assertThat(state.deleted).containsExactlyInAnyOrder(Map.entry("a", ONE), Map.entry("b", ONE));
  }

  @Test
  void namesEverythingWhereTheStoreIsGone() {
    state.failure = Kind.UNAVAILABLE;
    state.transactional = false;
    state.readable = false;

    assertThat(erase(List.of(writes(ONE, List.of("a", "b"))))).containsExactly("a", "b");
  }

  @Test
  void logsSurviveACutOffLine(@TempDir Path temp) throws Exception {
    WriteLog log = new WriteLog();
    WriteLogFile opened = WriteLogFile.open(temp, log);
    log.record(ONE, List.of("a", "b"));
    opened.close();
    Path file = WriteLogFile.list(temp).get(0);
    Files.writeString(file, "{\"metadata\":{", StandardOpenOption.APPEND);

    assertThat(WriteLogFile.read(file)).containsExactly(writes(ONE, List.of("a", "b")));
    assertThat(WriteLogFile.pid(file)).isEqualTo(ProcessHandle.current().pid());
  }

  /** A component tells no more than that a call failed. */
  @Test
  void triesNoKeyByItselfWhereNothingCanBeReadEither() {
    state.transactional = false;
    state.readable = false;

    assertThat(erase(List.of(writes(ONE, List.of("a", "b"))))).containsExactly("a", "b");
    assertThat(state.deleted).isEmpty();
  }

  /** A store that can only delete, and tell that it is there. */
  private static final class Deletions implements StateStore {

    private final List<Map.Entry<String, Map<String, String>>> deleted =
        Collections.synchronizedList(new ArrayList<>());
    private boolean transactional = true;
    private boolean lying;
    private boolean readable = true;
    private Kind failure = Kind.FAILED;
    private Set<String> undeletable = ConcurrentHashMap.newKeySet();
    private int largestTransaction;

    @Override
    public Mono<Void> delete(StateOperation.Delete delete, Map<String, String> metadata) {
      return Mono.fromRunnable(
          () -> {
            if (undeletable.contains(delete.key())) {
              throw new StateStoreException(failure, "refused", null);
            }
            deleted.add(Map.entry(delete.key(), metadata));
          });
    }

    @Override
    public synchronized Mono<Void> transact(
        List<? extends StateOperation> operations, Map<String, String> metadata) {
      largestTransaction = Math.max(largestTransaction, operations.size());
      return Mono.fromRunnable(
          () -> {
            if (!transactional) {
              throw new StateStoreException(failure, "refused", null);
            }
            if (lying) {
              return;
            }
            operations.forEach(one -> deleted.add(Map.entry(one.key(), metadata)));
          });
    }

    @Override
    public Mono<StateItem> get(String key, Map<String, String> metadata) {
      return readable
          ? Mono.just(new StateItem(key, new byte[0], null))
          : Mono.error(new StateStoreException(failure, "refused", null));
    }

    @Override
    public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
      return Flux.fromIterable(keys)
          .map(
              key ->
                  deleted.contains(Map.entry(key, metadata))
                      ? StateItem.absent(key)
                      : new StateItem(key, new byte[0], "1"))
          .collectMap(StateItem::key);
    }

    @Override
    public Mono<Void> save(StateOperation.Upsert upsert, Map<String, String> metadata) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
      throw new UnsupportedOperationException();
    }
  }
}
