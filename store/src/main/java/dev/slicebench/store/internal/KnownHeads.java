package dev.slicebench.store.internal;

import dev.slicebench.store.internal.documents.RecentStreams;

/**
 * The last version that this store instance saw as each stream's head, for the streams it saw last.
 * A version once seen as head stays the end of a commit for ever, so an old one is no harm.
 */
final class KnownHeads {

  private final RecentStreams<Long> heads = new RecentStreams<>();

  /** Returns the version last seen as head; 0 where none was, as for a stream not seen. */
  long of(String stream) {
    return heads.of(stream, 0L);
  }

  void saw(String stream, long version) {
    heads.merge(stream, version, Math::max);
  }
}
