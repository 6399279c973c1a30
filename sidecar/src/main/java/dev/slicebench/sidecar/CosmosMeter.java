package dev.slicebench.sidecar;

import dev.slicebench.cosmos.wire.Traffic;
import dev.slicebench.evidence.Charges;

/** Counts what the Cosmos DB behind a sidecar is asked, and what that costs. */
public interface CosmosMeter {

  /** All that was asked so far. */
  Traffic traffic();

  /** What its request units are worth. */
  Charges charges();
}
