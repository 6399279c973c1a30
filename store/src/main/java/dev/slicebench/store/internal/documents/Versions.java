package dev.slicebench.store.internal.documents;

/** The versions that a stream can have. */
public final class Versions {

  /**
   * The last one: the largest up to which every store keeps a JSON number to the digit. No stream
   * gets there by appends, and no sum of it with anything that fits in memory overflows.
   */
  public static final long LAST = (1L << 53) - 1;

  private Versions() {}

  /** Returns whether an event can have this version. */
  static boolean canBe(long version) {
    return version >= 1 && version <= LAST;
  }
}
