package dev.slicebench.store.state;

/** A write to one document. */
public sealed interface StateOperation {

  /** Returns the document's key, without Dapr's prefix. */
  String key();

  /** Returns what must hold for the write to happen. */
  Condition condition();

  /**
   * Writes the document.
   *
   * @param value its bytes, not to be changed afterwards
   */
  @SuppressWarnings("ArrayRecordComponent") // Owned by the operation; never compared.
  record Upsert(String key, byte[] value, Condition condition) implements StateOperation {}

  /** Deletes the document. */
  record Delete(String key, Condition condition) implements StateOperation {}

  /** What must hold for a write to happen. */
  sealed interface Condition {

    /** Nothing: the last write wins. */
    record None() implements Condition {}

    /** There is no document under the key: Dapr's first-write without an etag. */
    record Absent() implements Condition {}

    /** The document is the one that was read with this etag. */
    record Unchanged(String etag) implements Condition {}

    /** Demands nothing. */
    static Condition none() {
      return new None();
    }

    /** Demands that there is no document. */
    static Condition absent() {
      return new Absent();
    }

    /** Demands that the document read as {@code item} be still as it was, or still absent. */
    static Condition unchanged(StateItem item) {
      String etag = item.etag();
      return etag == null ? absent() : new Unchanged(etag);
    }
  }
}
