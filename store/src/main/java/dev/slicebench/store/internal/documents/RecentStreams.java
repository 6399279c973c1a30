package dev.slicebench.store.internal.documents;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * What a store instance remembers of the streams that it used last; of others it forgets it. Safe
 * for use by many threads.
 *
 * @param <V> what is remembered of a stream
 */
public final class RecentStreams<V> {

  private static final int STREAMS = 10_000;

  private final Map<String, V> values =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
              return size() > STREAMS;
            }
          });

  /** Returns what is remembered of a stream, else {@code unknown}. */
  public V of(String stream, V unknown) {
    return values.getOrDefault(stream, unknown);
  }

  public void put(String stream, V value) {
    values.put(stream, value);
  }

  /** Remembers {@code value}, or what is made of the earlier one and it, at once. */
  public void merge(String stream, V value, BinaryOperator<V> both) {
    values.merge(stream, value, both);
  }
}
