package dev.slicebench.store.internal;

import dev.slicebench.store.internal.documents.Slice;

/**
 * The length that a stream's slices have, once two in a row had it: where the next ones may be
 * looked for without asking for every version in between.
 */
final class Stride {

  private long last;
  private boolean regular;

  void saw(Slice slice) {
    int length = slice.events().size();
    regular = length == last || length > KeyWindows.WINDOW / 2;
    last = length;
  }

  /** Returns whether looking only where slices are expected saves anything. */
  boolean isKnown() {
    return regular && last > 1;
  }

  /** Returns the length of the slices seen last. */
  long length() {
    return last;
  }
}
