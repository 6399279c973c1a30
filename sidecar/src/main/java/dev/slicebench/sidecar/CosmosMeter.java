package dev.slicebench.sidecar;

import dev.slicebench.cosmos.wire.Traffic;

/** Counts what the Cosmos DB behind a sidecar is asked, and what that costs. */
public interface CosmosMeter {

  /** Where request units come from. The two are never to be mixed. */
  enum Charges {
    /** The service's own. */
    MEASURED,
    /** An emulator's, by a model. */
    MODELLED
  }

  /** All that was asked so far. */
  Traffic traffic();

  /** What its request units are worth. */
  Charges charges();
}
