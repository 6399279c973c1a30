package dev.slicebench.conformance.written;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A clock, and waiting by it. */
interface Time {

  Time REAL =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void pass(Duration duration) {
          LockSupport.parkNanos(duration.toNanos());
        }
      };

  long nanos();

  void pass(Duration duration);
}
