package dev.slicebench.store;

import dev.slicebench.store.internal.documents.Require;

/**
 * Which events a load delivers, and in which order.
 *
 * @param from the lowest version wanted, inclusive; at least 1
 * @param to the highest version wanted, inclusive; beyond the head means the head. Below {@code
 *     from} is an empty range
 * @param maxCount how many events at the most, counted in the direction of the load
 * @param direction the order of delivery
 */
public record LoadOptions(long from, long to, long maxCount, Direction direction) {

  /**
   * Refuses a {@code from} below 1, a negative {@code to} or {@code maxCount}, and no direction.
   */
  public LoadOptions {
    Require.nonNull(direction, "the direction of the load");
    if (from < 1) {
      throw new InvalidRequestException("from is " + from + ": versions start at 1");
    }
    if (to < 0 || maxCount < 0) {
      throw new InvalidRequestException(
          "to is " + to + " and maxCount " + maxCount + ": neither can be negative");
    }
  }

  /** Loads the whole stream, forwards. */
  public static LoadOptions all() {
    return new LoadOptions(1, Long.MAX_VALUE, Long.MAX_VALUE, Direction.FORWARDS);
  }

  /** Loads from {@code version}, inclusive, to the head, forwards. */
  public static LoadOptions from(long version) {
    return all().withFrom(version);
  }

  /** Loads the last {@code count} events, from the newest back. */
  public static LoadOptions last(long count) {
    return new LoadOptions(1, Long.MAX_VALUE, count, Direction.BACKWARDS);
  }

  /** Returns these options with another lowest version. */
  public LoadOptions withFrom(long version) {
    return new LoadOptions(version, to, maxCount, direction);
  }

  /** Returns these options with another highest version. */
  public LoadOptions withTo(long version) {
    return new LoadOptions(from, version, maxCount, direction);
  }

  /** Returns these options with another count. */
  public LoadOptions withMaxCount(long count) {
    return new LoadOptions(from, to, count, direction);
  }

  /** Returns these options in another order. */
  public LoadOptions withDirection(Direction order) {
    return new LoadOptions(from, to, maxCount, order);
  }
}
