package dev.slicebench.bench.ruler;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Times of the same thing, over and over. */
public final class Times {

  /** The share of the fastest, which noise, as it only ever adds, has left alone. */
  public static final double UNDISTURBED = 0.1;

  private final List<Double> times = new ArrayList<>();

  /** Adds a time. */
  public void add(double time) {
    times.add(time);
  }

  /** Returns how many were added. */
  public int count() {
    return times.size();
  }

  /** Returns the mean of all. */
  public double mean() {
    return times.stream().mapToDouble(time -> time).average().orElseThrow();
  }

  /** Returns the smallest time such that {@code share} of all are at or below it. */
  public double quantile(double share) {
    if (times.isEmpty()) {
      throw new IllegalStateException("nothing was added");
    }
    Collections.sort(times);
    return times.get(Math.max(0, (int) Math.ceil(share * times.size()) - 1));
  }
}
