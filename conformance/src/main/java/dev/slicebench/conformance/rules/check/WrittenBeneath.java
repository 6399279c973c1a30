package dev.slicebench.conformance.rules.check;

import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateStore;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** What an event store wrote to, so that its documents can be looked at. */
public final class WrittenBeneath {

  private final Map<String, Map<String, String>> metadataByKey = new ConcurrentHashMap<>();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();

  public StateStore watch(StateStore state) {
    return state.intercepted(
        Write.class,
        (write, next) -> {
          for (StateOperation operation : write.operations()) {
            metadataByKey.put(operation.key(), write.metadata());
            if (operation instanceof StateOperation.Delete) {
              deleted.add(operation.key());
            }
          }
          return write.on(next);
        });
  }

  /** Returns the keys of every write that was asked for. */
  public Set<String> keys() {
    return new TreeSet<>(metadataByKey.keySet());
  }

  /** Returns the keys of every delete that was asked for. */
  public Set<String> deleted() {
    return new TreeSet<>(deleted);
  }

  /** Returns the documents as they are now, by their keys. */
  public Map<String, StateItem> snapshot(StateStore state) {
    Map<String, StateItem> items = new TreeMap<>();
    metadataByKey.forEach(
        (key, metadata) ->
            items.put(key, Objects.requireNonNull(state.get(key, metadata).block())));
    return items;
  }

  /** Returns the first difference between two snapshots in words; empty where there is none. */
  public static String difference(Map<String, StateItem> before, Map<String, StateItem> after) {
    for (Map.Entry<String, StateItem> entry : after.entrySet()) {
      StateItem old = before.getOrDefault(entry.getKey(), StateItem.absent(entry.getKey()));
      if (!isSame(old, entry.getValue())) {
        return "key %s, which %s, %s"
            .formatted(
                entry.getKey(),
                old.exists() ? "held " + DocumentScript.text(old) : "did not exist",
                entry.getValue().exists()
                    ? "holds " + DocumentScript.text(entry.getValue())
                    : "is gone");
      }
    }
    return "";
  }

  /** A store that keeps JSON may give its properties in another order at each read. */
  private static boolean isSame(StateItem old, StateItem now) {
    return Objects.equals(old.etag(), now.etag())
        && (Arrays.equals(old.value(), now.value()) || JsonValues.same(old.value(), now.value()));
  }
}
