package dev.slicebench.store;

/**
 * The versions that a load delivers, both inclusive; empty where {@code low} is above {@code high}.
 */
record Range(long low, long high) {

  /** The part of a stream that ends at {@code head} which {@code options} ask for. */
  static Range of(LoadOptions options, long head) {
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

  boolean isEmpty() {
    return low > high;
  }

  boolean contains(long version) {
    return low <= version && version <= high;
  }
}
