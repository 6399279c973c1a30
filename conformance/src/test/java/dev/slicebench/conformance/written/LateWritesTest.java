package dev.slicebench.conformance.written;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.evidence.leftover.DocumentKeys;
import dev.slicebench.evidence.leftover.Leftovers;
import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Delete;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Whether all that was written is gone, and what is said where it is not. */
class LateWritesTest {

  private static final Map<String, String> METADATA = Map.of("partitionKey", "p");
  private static final DocumentKeys A = new DocumentKeys(METADATA, List.of("a"));
  private static final Leftovers LATE = new Leftovers(List.of(), List.of(A));
  private static final Duration SETTLING = Duration.ofSeconds(5);

  private final Map<String, StateItem> documents = new TreeMap<>();
  private final List<Runnable> late = new ArrayList<>();
  private final ManualTime time = new ManualTime();
  private final WriteLog written = new WriteLog(time);
  private final MapStore target = new MapStore();
  private final StateStore store = written.through(target);
  private final Eraser eraser = new Eraser(target, true, time);

  /** Time that passes where somebody waits, and lets writes land meanwhile. */
  private final class ManualTime implements Time {

    private long nanos;
    private Duration untilLanding = Duration.ofDays(1);

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void pass(Duration duration) {
      nanos += duration.toNanos();
      if (nanos >= untilLanding.toNanos()) {
        late.forEach(Runnable::run);
        late.clear();
      }
    }
  }

  private final class MapStore implements StateStore {

    private boolean landsLate;
    private int undeletable;

    @Override
    public Mono<StateItem> get(String key, Map<String, String> metadata) {
      return Mono.fromSupplier(() -> documents.getOrDefault(key, StateItem.absent(key)));
    }

    @Override
    public Mono<Void> transact(
        List<? extends StateOperation> operations, Map<String, String> metadata) {
      return Mono.error(new UnsupportedOperationException("transact"));
    }

    @Override
    public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
      return Mono.error(new UnsupportedOperationException("query"));
    }

    @Override
    public Mono<Void> save(Upsert upsert, Map<String, String> metadata) {
      return Mono.defer(
          () -> {
            StateItem item = new StateItem(upsert.key(), upsert.value(), "1");
            if (landsLate) {
              late.add(() -> documents.put(upsert.key(), item));
              return failed();
            }
            documents.put(upsert.key(), item);
            return Mono.empty();
          });
    }

    @Override
    public Mono<Void> delete(Delete delete, Map<String, String> metadata) {
      return Mono.defer(
          () -> {
            if (undeletable > 0) {
              undeletable--;
              return failed();
            }
            documents.remove(delete.key());
            return Mono.empty();
          });
    }

    @Override
    public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
      Map<String, StateItem> items = new TreeMap<>();
      keys.forEach(key -> items.put(key, documents.getOrDefault(key, StateItem.absent(key))));
      return Mono.just(items);
    }
  }

  private static <T> Mono<T> failed() {
    return Mono.error(new StateStoreException(Kind.FAILED, "database is locked (517)", null));
  }

  private void save(String key) {
    store
        .save(new Upsert(key, new byte[] {'1'}, Condition.none()), METADATA)
        .onErrorComplete()
        .block();
  }

  private Leftovers cleanUp() {
    return eraser.cleanUp(written.drain(SETTLING));
  }

  @Test
  void whatWasWrittenIsGone() {
    save("a");
    save("b");

    assertThat(cleanUp()).isEqualTo(Leftovers.NONE);
    assertThat(documents).isEmpty();
  }

  @Test
  void aWriteThatLandsAfterItsFailureIsDeletedAndNamed() {
    target.landsLate = true;
    save("a");
    time.untilLanding = Duration.ofSeconds(3);

    Leftovers left = cleanUp();

    assertThat(documents).isEmpty();
    assertThat(late).isEmpty();
    // Where one landed late another may: that it is gone now is no promise.
    assertThat(left).isEqualTo(LATE);
  }

  @Test
  void aRefusedWriteOfAStoreThatLandsNothingLateIsNotNamed() {
    target.landsLate = true;
    save("a");
    late.clear();

    assertThat(cleanUp()).isEqualTo(Leftovers.NONE);
  }

  @Test
  void whatLandsOnAndOnIsNamedInTheEnd() {
    target.landsLate = true;
    save("a");
    StateItem item = new StateItem("a", new byte[0], "1");
    Time forever =
        new Time() {
          private long nanos;

          @Override
          public long nanos() {
            return nanos;
          }

          @Override
          public void pass(Duration duration) {
            nanos += duration.toNanos();
            documents.put("a", item);
          }
        };
    Eraser restless = new Eraser(target, true, forever);

    assertThat(restless.cleanUp(written.drain(SETTLING))).isEqualTo(LATE);
  }

  @Test
  void aWriteThatWasNeverAnsweredIsNamed() {
    StateStore silent =
        written.through(target.intercepted(Write.class, (write, next) -> Mono.never()));
    silent.save(new Upsert("a", new byte[0], Condition.none()), METADATA).subscribe();

    assertThat(cleanUp()).isEqualTo(LATE);
  }

  @Test
  void whatABusyStoreDidNotDeleteIsTriedAgainAtTheEnd() {
    save("a");
    target.undeletable = 5;

    eraser.erase(written.drain(SETTLING));
    assertThat(documents).containsKey("a");

    assertThat(cleanUp()).isEqualTo(Leftovers.NONE);
    assertThat(documents).isEmpty();
  }

  @Test
  void whatLandsLateOfAnotherProcessIsDeletedAndNamed(@TempDir Path folder) {
    target.landsLate = true;
    WriteLogFile file = WriteLogFile.open(folder, written);
    save("a");
    time.untilLanding = Duration.ofSeconds(3);
    file.close();

    Leftovers left = eraser.cleanUp(WriteLogFile.read(WriteLogFile.list(folder).get(0)));

    assertThat(documents).isEmpty();
    assertThat(left).isEqualTo(LATE);
  }

  @Test
  void aLogThatIsClosedLetsNothingThrough() {
    written.close();
    save("a");

    assertThat(documents).isEmpty();
    assertThat(written.drain(SETTLING)).isEmpty();
  }

  @Test
  void whereTheStoreGoesAsAWholeNothingLandsLate() {
    target.landsLate = true;
    save("a");
    time.untilLanding = Duration.ofSeconds(3);

    assertThat(new Eraser(target, false, time).cleanUp(written.drain(SETTLING)))
        .isEqualTo(Leftovers.NONE);
    assertThat(time.nanos).isZero();
  }

  @Test
  void whatCannotBeDeletedIsNamedWithItsMetadata() {
    save("a");
    target.undeletable = Integer.MAX_VALUE;

    assertThat(cleanUp()).isEqualTo(new Leftovers(List.of(A), List.of()));
  }
}
