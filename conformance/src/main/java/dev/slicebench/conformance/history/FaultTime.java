package dev.slicebench.conformance.history;

import dev.slicebench.conformance.history.HistoryLine.Span;

/** From the first fault that began to the last time that all had ended. */
final class FaultTime {

  private long beginNs = Long.MAX_VALUE;
  private long endNs = Long.MAX_VALUE;

  void fault(long atNs) {
    beginNs = Math.min(beginNs, atNs);
    endNs = Long.MAX_VALUE;
  }

  void heal(long atNs) {
    endNs = atNs;
  }

  /** Whether a fault may have hit an operation. */
  boolean overlaps(Span span) {
    return beginNs <= span.completedNs() && span.invokedNs() <= endNs;
  }
}
