package dev.slicebench.sidecar.embedded;

import dev.slicebench.sidecar.embedded.ComponentOperation.Delete;
import dev.slicebench.sidecar.embedded.ComponentOperation.Upsert;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A state store as a map under one lock; what differs between components is in the subclasses. */
abstract class MemoryComponent extends StateComponent {

  private final ReentrantLock lock = new ReentrantLock();

  /** By stored key; touched only under the lock. */
  private final Map<String, Entry> entries = new HashMap<>();

  @Override
  final @Nullable Entry get(String key, Map<String, String> metadata) {
    return get(key);
  }

  final @Nullable Entry get(String key) {
    lock.lock();
    try {
      return entries.get(key);
    } finally {
      lock.unlock();
    }
  }

  @Override
  final List<Found> getBulk(List<String> keys, Map<String, String> metadata) {
    return getBulk(keys);
  }

  /** Reads several keys, by default all at once and in the order in which they are given. */
  List<Found> getBulk(List<String> keys) {
    List<Found> found = new ArrayList<>(keys.size());
    lock.lock();
    try {
      for (String key : keys) {
        found.add(new Found(key, entries.get(key)));
      }
    } finally {
      lock.unlock();
    }
    return found;
  }

  @Override
  final void write(ComponentOperation operation) throws ComponentException {
    lock.lock();
    try {
      beginWrite();
      apply(operation, false);
    } finally {
      lock.unlock();
    }
  }

  @Override
  final void transact(List<ComponentOperation> operations, Map<String, String> metadata)
      throws ComponentException {
    lock.lock();
    try {
      beginWrite();
      transactLocked(operations);
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock, before a write or a transaction. */
  void beginWrite() {}

  abstract void transactLocked(List<ComponentOperation> operations) throws ComponentException;

  final void apply(ComponentOperation operation, boolean inTransaction) throws ComponentException {
    Entry current = entries.get(operation.key());
    if (operation instanceof Upsert upsert) {
      entries.put(upsert.key(), upserted(upsert, current, inTransaction));
    } else if (operation instanceof Delete delete) {
      checkDelete(delete, current, inTransaction);
      entries.remove(delete.key());
    }
  }

  /** Applies in order; at the first refusal everything is as before. */
  final void applyAllOrNothing(List<ComponentOperation> operations) throws ComponentException {
    Map<String, @Nullable Entry> before = new HashMap<>();
    try {
      for (ComponentOperation operation : operations) {
        if (!before.containsKey(operation.key())) {
          before.put(operation.key(), entries.get(operation.key()));
        }
        apply(operation, true);
      }
    } catch (ComponentException e) {
      before.forEach(
          (key, entry) -> {
            if (entry == null) {
              entries.remove(key);
            } else {
              entries.put(key, entry);
            }
          });
      throw e;
    }
  }

  final @Nullable Entry current(String key) {
    return entries.get(key);
  }

  /** Returns the entry that a write makes of the current one. */
  abstract Entry upserted(Upsert upsert, @Nullable Entry current, boolean inTransaction)
      throws ComponentException;

  abstract void checkDelete(Delete delete, @Nullable Entry current, boolean inTransaction)
      throws ComponentException;

  final List<Entry> all() {
    lock.lock();
    try {
      return new ArrayList<>(entries.values());
    } finally {
      lock.unlock();
    }
  }

  @Override
  final Page query(Query query, Map<String, String> metadata) throws ComponentException {
    return query(query);
  }

  Page query(Query query) throws ComponentException {
    throw new IllegalStateException("no querier");
  }
}
