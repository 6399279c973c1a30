package dev.slicebench.sidecar.embedded;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** New etags of the kind that most components use. */
final class Etags {

  private Etags() {}

  /** Returns a random UUID of version 4; unique, not secret. */
  static String random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
