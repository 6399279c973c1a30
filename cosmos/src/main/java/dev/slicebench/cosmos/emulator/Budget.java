package dev.slicebench.cosmos.emulator;

import java.time.Clock;

/**
 * A provisioned throughput: in each second, requests are taken until their charges have used it up.
 * The one that does so is still done, as with the service.
 */
final class Budget {

  private static final long SECOND_MS = 1000;

  private final double requestUnitsPerSecond;
  private final Clock clock;
  private long second;
  private double used;

  Budget(double requestUnitsPerSecond, Clock clock) {
    this.requestUnitsPerSecond = requestUnitsPerSecond;
    this.clock = clock;
  }

  /** Returns how long to wait, in milliseconds, before a request is taken; 0 if it is taken now. */
  synchronized long waitMs() {
    long now = clock.millis();
    if (now / SECOND_MS != second) {
      second = now / SECOND_MS;
      used = 0;
    }
    return used < requestUnitsPerSecond ? 0 : SECOND_MS - now % SECOND_MS;
  }

  synchronized void charge(double requestUnits) {
    used += requestUnits;
  }
}
