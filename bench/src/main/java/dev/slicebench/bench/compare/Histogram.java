package dev.slicebench.bench.compare;

import java.util.SortedMap;
import java.util.TreeMap;

/** Times and how often each was seen. */
final class Histogram {

  /** The share of the fastest, which noise, as it only ever adds, has left alone. */
  static final double UNDISTURBED = 0.1;

  private final SortedMap<Double, Long> bars = new TreeMap<>();
  private long count;

  void add(double value, long times) {
    bars.merge(value, times, Long::sum);
    count += times;
  }

  long count() {
    return count;
  }

  /** The smallest value such that {@code share} of all are at or below it. */
  double quantile(double share) {
    long seen = 0;
    for (var bar : bars.entrySet()) {
      seen += bar.getValue();
      if (seen >= share * count) {
        return bar.getKey();
      }
    }
    throw new IllegalStateException("nothing was added");
  }
}
