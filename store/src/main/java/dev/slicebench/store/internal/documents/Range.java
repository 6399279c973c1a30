package dev.slicebench.store.internal.documents;

import dev.slicebench.store.Direction;
import dev.slicebench.store.LoadOptions;

/**
 * The versions that a load delivers, both inclusive; empty where {@code low} is above {@code high}.
 */
public record Range(long low, long high) {

  /** Returns the part of a stream that ends at {@code head} which {@code options} ask for. */
  public static Range of(LoadOptions options, long head) {
    long low = options.from();
    long high = Math.min(options.to(), head);
    if (low > high || options.maxCount() == 0) {
      return new Range(1, 0);
    }
    long beyond = high - low + 1 - options.maxCount();
    if (beyond <= 0) {
      return new Range(low, high);
    }
    return options.direction() == Direction.FORWARDS
        ? new Range(low, high - beyond)
        : new Range(low + beyond, high);
  }

  public boolean isEmpty() {
    return low > high;
  }

  public boolean contains(long version) {
    return low <= version && version <= high;
  }
}
