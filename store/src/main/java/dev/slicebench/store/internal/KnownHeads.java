package dev.slicebench.store.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last version that this store instance saw as each stream's head, for the streams it saw last.
 * A version once seen as head stays the end of a commit for ever, so an old one is no harm.
 */
final class KnownHeads {

  private static final int STREAMS = 10_000;

  private final Map<String, Long> heads =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
              return size() > STREAMS;
            }
          });

  /** Returns the version last seen as head; 0 where none was, as for a stream not seen. */
  long of(String stream) {
    return heads.getOrDefault(stream, 0L);
  }

  void saw(String stream, long version) {
    heads.merge(stream, version, Math::max);
  }
}
