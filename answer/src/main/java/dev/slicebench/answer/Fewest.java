package dev.slicebench.answer;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Breaks ties by a count, which has no noise. */
public final class Fewest {

  /** A smaller difference in a count decides nothing: 5 %. */
  static final double NOTEWORTHY = 0.05;

  private Fewest() {}

  /** Returns those with the smallest count, or one as good as that, in the order of {@code all}. */
  public static <T> List<T> of(List<T> all, ToDoubleFunction<T> count) {
    double least = all.stream().mapToDouble(count).min().orElse(0);
    return all.stream()
        .filter(one -> count.applyAsDouble(one) <= least * (1 + NOTEWORTHY))
        .toList();
  }
}
