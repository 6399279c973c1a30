package dev.slicebench.store.migration;

/**
 * What became of a stream that was to be moved.
 *
 * @param version the stream's version when it left its old mode
 */
public record MigrationResult(String stream, long version, State state) {

  /** How far the move is. */
  public enum State {
    /** It was moved now. */
    MOVED,
    /** It had been moved before. */
    MOVED_BEFORE,
    /** It is still in its old mode: a look found nothing that hinders the move. */
    TO_MOVE,
    /** A move of it was begun and broke off. */
    BEGUN
  }
}
