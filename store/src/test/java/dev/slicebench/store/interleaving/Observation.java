package dev.slicebench.store.interleaving;

import java.util.List;

/** What the caller of an operation was told. */
sealed interface Observation {

  /** The stream's version as the caller now believes it, after it believed {@code before}. */
  default long version(long before) {
    return before;
  }

  /** The append is in the stream; its last event has this version. */
  record Acknowledged(List<String> ids, long version) implements Observation {
    @Override
    public long version(long before) {
      return version;
    }
  }

  /**
   * The stream was not at the expected version; none of the events is stored, nor will be.
   *
   * @param expected -1 for any version
   */
  record Conflict(List<String> ids, long expected, long actual) implements Observation {
    @Override
    public long version(long before) {
      return actual;
    }
  }

  /** Nothing was written. */
  record Unwritten(List<String> ids) implements Observation {}

  /** The append may be stored, now or later, or not. */
  record Unknown(List<String> ids) implements Observation {}

  /** The whole stream, the first event first. */
  record Loaded(List<String> ids) implements Observation {
    @Override
    public long version(long before) {
      return ids.size();
    }
  }

  /** The stream's version, 0 where there is none. */
  record Head(long version) implements Observation {
    @Override
    public long version(long before) {
      return version;
    }
  }

  /** The store was away while it was to be read. */
  record Unread() implements Observation {}

  /** A failure that nothing here excuses. */
  record Broken(String failure) implements Observation {}
}
