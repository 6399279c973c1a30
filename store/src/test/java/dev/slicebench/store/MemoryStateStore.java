package dev.slicebench.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A state store in memory that keeps every promise, counts its calls, and fails on demand. */
public final class MemoryStateStore implements StateStore {

  /** Decides over each call, before and after it was carried out. */
  public interface Faults {
    /** A failure instead of the call. */
    default @Nullable StateStoreException before(String call) {
      return null;
    }

    /** A failure instead of the answer to a call that was carried out. */
    default @Nullable StateStoreException after(String call) {
      return null;
    }
  }

  public static final StoreProfile PROFILE =
      StoreProfile.of(
          "state.in-memory", "v1", java.util.Set.of("ETAG", "TRANSACTIONAL", "QUERY_API"));

  private final TreeMap<String, StateItem> items = new TreeMap<>();
  private final Map<String, Integer> writes = new TreeMap<>();
  private final List<String> calls = new ArrayList<>();
  private final boolean etagsRepeat;
  int answerLimitBytes = 4 * 1024 * 1024;
  int answersTooLarge;
  public Faults faults = new Faults() {};

  public MemoryStateStore() {
    this(false);
  }

  /**
   * An empty store.
   *
   * @param etagsRepeat whether a key's etags begin anew after a delete, as Redis' do
   */
  public MemoryStateStore(boolean etagsRepeat) {
    this.etagsRepeat = etagsRepeat;
  }

  /** Another store with the same documents, whose next etags will be the same too. */
  public synchronized MemoryStateStore copy() {
    MemoryStateStore copy = new MemoryStateStore(etagsRepeat);
    copy.items.putAll(items);
    copy.writes.putAll(writes);
    return copy;
  }

  /** All that decides over later answers, as text. */
  public synchronized String describe() {
    StringBuilder text = new StringBuilder();
    writes.forEach((key, count) -> text.append(key).append('=').append(count).append(text(key)));
    return text.toString();
  }

  /** The names of the calls since the last time, in order. */
  synchronized List<String> takeCalls() {
    List<String> taken = List.copyOf(calls);
    calls.clear();
    return taken;
  }

  public synchronized @Nullable String text(String key) {
    StateItem item = items.get(key);
    return item == null ? null : new String(item.value(), java.nio.charset.StandardCharsets.UTF_8);
  }

  public synchronized List<String> keys() {
    return List.copyOf(items.keySet());
  }

  public synchronized void put(String key, byte[] value) {
    items.put(key, new StateItem(key, value, "e" + writes.merge(key, 1, Integer::sum)));
  }

  /** Writes all documents of another store here. */
  synchronized void putAll(MemoryStateStore other) {
    other.copy().items.forEach((key, item) -> put(key, item.value()));
  }

  synchronized void remove(String key) {
    items.remove(key);
    if (etagsRepeat) {
      writes.remove(key);
    }
  }

  @Override
  public Mono<StateItem> get(String key, Map<String, String> metadata) {
    return call("get", () -> item(key));
  }

  @Override
  public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
    return call(
        "bulkGet",
        () -> {
          Map<String, StateItem> found = new HashMap<>();
          keys.forEach(key -> found.put(key, item(key)));
          requireFits(found.values());
          return found;
        });
  }

  @Override
  public Mono<Void> save(Upsert upsert, Map<String, String> metadata) {
    return call("save", () -> write(List.of(upsert)));
  }

  @Override
  public Mono<Void> delete(StateOperation.Delete delete, Map<String, String> metadata) {
    return call("delete", () -> write(List.of(delete)));
  }

  @Override
  public Mono<Void> transact(
      List<? extends StateOperation> operations, Map<String, String> metadata) {
    return call("transact", () -> write(operations));
  }

  @Override
  public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
    return call(
        "query",
        () -> {
          JsonNode and = Json.parse(query).tree().at("/filter/AND");
          String stream = and.at("/0/EQ/StreamName").asText();
          long from = and.at("/1/GTE/Version").asLong();
          long below = and.at("/2/LT/Version").asLong();
          List<StateItem> found =
              items.values().stream()
                  .filter(
                      item -> {
                        JsonNode value = Json.parse(item.value()).tree();
                        long version = value.path("Version").asLong();
                        return value.path("StreamName").asText().equals(stream)
                            && from <= version
                            && version < below;
                      })
                  .toList();
          requireFits(found);
          return found;
        });
  }

  private void requireFits(Collection<StateItem> answer) {
    if (answer.stream().mapToInt(item -> item.value().length).sum() > answerLimitBytes) {
      answersTooLarge++;
      throw new StateStoreException(Kind.TOO_LARGE, "message larger than max", null);
    }
  }

  private <T> Mono<T> call(String name, Supplier<@Nullable T> body) {
    return Mono.defer(
        () -> {
          synchronized (this) {
            calls.add(name);
            StateStoreException before = faults.before(name);
            if (before != null) {
              return Mono.error(before);
            }
            T answer;
            try {
              answer = body.get();
            } catch (StateStoreException e) {
              return Mono.error(e);
            }
            StateStoreException after = faults.after(name);
            return after != null ? Mono.error(after) : Mono.justOrEmpty(answer);
          }
        });
  }

  private StateItem item(String key) {
    return items.getOrDefault(key, StateItem.absent(key));
  }

  private @Nullable Void write(List<? extends StateOperation> operations) {
    for (StateOperation operation : operations) {
      StateItem now = item(operation.key());
      Condition condition = operation.condition();
      boolean holds =
          condition instanceof Condition.None
              || (condition instanceof Condition.Absent && !now.exists())
              || (condition instanceof Condition.Unchanged unchanged
                  && unchanged.etag().equals(now.etag()));
      if (!holds) {
        throw new StateStoreException(Kind.FAILED, "possible etag mismatch", null);
      }
    }
    for (StateOperation operation : operations) {
      if (operation instanceof Upsert upsert) {
        put(upsert.key(), upsert.value());
      } else {
        remove(operation.key());
      }
    }
    return null;
  }
}
