package dev.slicebench.bench.stats;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's step-down adjustment for several tests at once (Holm, Scandinavian Journal of Statistics
 * 6, 1979): whoever calls those significant whose adjusted p is below alpha is wrong about any of
 * them with a probability of alpha at most.
 */
public final class Holm {

  private Holm() {}

  /** Returns the adjusted p of each of {@code p}, in their order. */
  public static double[] adjust(double[] p) {
    int[] smallestFirst =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(i -> i)
            .toArray();
    double[] adjusted = new double[p.length];
    double last = 0;
    for (int rank = 0; rank < p.length; rank++) {
      last = Math.max(last, Math.min(1, (p.length - rank) * p[smallestFirst[rank]]));
      adjusted[smallestFirst[rank]] = last;
    }
    return adjusted;
  }
}
