package dev.slicebench.bench.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Times of the same thing, over and over. */
final class Times {

  /** The share of the fastest, which noise, as it only ever adds, has left alone. */
  static final double UNDISTURBED = 0.1;

  private final List<Double> times = new ArrayList<>();

  void add(double time) {
    times.add(time);
  }

  int count() {
    return times.size();
  }

  /** The smallest time such that {@code share} of all are at or below it. */
  double quantile(double share) {
    if (times.isEmpty()) {
      throw new IllegalStateException("nothing was added");
    }
    Collections.sort(times);
    return times.get(Math.max(0, (int) Math.ceil(share * times.size()) - 1));
  }
}
