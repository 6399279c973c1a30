package dev.slicebench.sidecar.backend;

import dev.slicebench.cosmos.wire.Traffic;
import dev.slicebench.evidence.Charges;
import java.util.function.Supplier;

/** Counts what the Cosmos DB behind a sidecar is asked, and what that costs. */
public interface CosmosMeter {

  /** Returns all that was asked so far. */
  Traffic traffic();

  /** Returns what its request units are worth. */
  Charges charges();

  /**
   * The meter of an emulator.
   *
   * @param counter gives all that was asked so far
   */
  record Modelled(Supplier<Traffic> counter) implements CosmosMeter {
    @Override
    public Traffic traffic() {
      return counter.get();
    }

    @Override
    public Charges charges() {
      return Charges.MODELLED;
    }
  }
}
