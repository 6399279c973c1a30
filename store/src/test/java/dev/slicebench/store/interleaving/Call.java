package dev.slicebench.store.interleaving;

import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateCall.BulkGet;
import dev.slicebench.store.state.StateCall.Get;
import dev.slicebench.store.state.StateCall.Query;
import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A call to a state store, as a value: two are equal where they ask for the same. */
final class Call {

  private final StateCall<?> asked;
  private final String text;

  Call(StateCall<?> asked) {
    this.asked = asked;
    this.text = describe(asked);
  }

  /** Whether the call may change something. */
  boolean writes() {
    return asked instanceof Write;
  }

  /** Carries the call out on a store that answers at once. */
  Answer on(StateStore store) {
    try {
      Object value = asked.on(store).block();
      return new Answer(describe(value), value, null);
    } catch (StateStoreException e) {
      return Answer.failure(e);
    }
  }

  private static String describe(StateCall<?> call) {
    if (call instanceof Get get) {
      return "get " + get.key();
    }
    if (call instanceof BulkGet bulkGet) {
      return "bulk get " + String.join(", ", bulkGet.keys());
    }
    if (call instanceof Write write) {
      return write.operations().stream().map(Call::describe).collect(Collectors.joining(", "));
    }
    return "query " + ((Query) call).query();
  }

  private static String describe(StateOperation operation) {
    if (operation instanceof Upsert upsert) {
      return verb(upsert.condition()) + " " + text(upsert.key(), upsert.value());
    }
    return "delete " + operation.key();
  }

  private static String verb(Condition condition) {
    if (condition instanceof Condition.Absent) {
      return "create";
    }
    return condition instanceof Condition.Unchanged unchanged
        ? "replace [" + unchanged.etag() + "]"
        : "write";
  }

  private static String describe(@Nullable Object value) {
    if (value == null) {
      return "done";
    }
    if (value instanceof StateItem item) {
      return item.exists()
          ? text(item.key(), item.value()) + " [" + item.etag() + "]"
          : item.key() + " absent";
    }
    if (value instanceof List<?> items) {
      return items.stream().map(Call::describe).collect(Collectors.joining(", "));
    }
    if (value instanceof Map<?, ?> items) {
      return describe(List.copyOf(new TreeMap<>(items).values()));
    }
    throw new AssertionError("no answer of a state store: " + value);
  }

  private static String text(String key, byte[] value) {
    return key + " = " + new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Call call && text.equals(call.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
