package dev.slicebench.sidecar.proxy;

import java.time.Duration;
import java.util.Random;

/**
 * How much later bytes arrive than they were sent, either way. Bytes of one connection never
 * overtake each other, and as many as before can be under way: only time is added.
 *
 * @param oneWay the least delay
 * @param jitter up to this much comes on top, evenly distributed, drawn from the seed
 */
public record Latency(Duration oneWay, Duration jitter, long seed) {

  /** No delay at all. */
  public static final Latency NONE = new Latency(Duration.ZERO, Duration.ZERO, 0);

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if one of them is negative
   */
  public Latency {
    if (oneWay.isNegative() || jitter.isNegative()) {
      throw new IllegalArgumentException("a latency cannot be negative");
    }
  }

  /**
   * Returns the latency that adds {@code roundTrip}, and up to {@code jitter}, to a request and its
   * answer.
   */
  public static Latency ofRoundTrip(Duration roundTrip, Duration jitter, long seed) {
    return new Latency(roundTrip.dividedBy(2), jitter.dividedBy(2), seed);
  }

  long drawNanos(Random random) {
    long jitterNanos = jitter.toNanos();
    return oneWay.toNanos() + (jitterNanos == 0 ? 0 : (long) (random.nextDouble() * jitterNanos));
  }
}
