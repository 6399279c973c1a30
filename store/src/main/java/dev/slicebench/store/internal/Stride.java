package dev.slicebench.store.internal;

import dev.slicebench.store.internal.documents.Slice;
import dev.slicebench.store.internal.documents.StreamDocuments;

/**
 * The length that a stream's slices have, once two in a row had it: where the next ones may be
 * looked for without asking for every version in between.
 */
final class Stride {

  private final StreamDocuments documents;
  private int last;
  private int told;
  private boolean regular;

  Stride(StreamDocuments documents) {
    this.documents = documents;
  }

  /** Begins with the length that an earlier walk over the stream has met. */
  void remember() {
    last = documents.shape().events();
    regular = last > 0;
  }

  void saw(Slice slice) {
    int length = slice.events().size();
    regular = length == last || length > KeyWindows.WINDOW / 2;
    if (regular && length != told) {
      documents.sawSlicesOf(length);
      told = length;
    }
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
