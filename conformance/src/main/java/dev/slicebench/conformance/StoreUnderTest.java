package dev.slicebench.conformance;

import dev.slicebench.store.EventStore;
import dev.slicebench.store.state.StateStore;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What is held to the rules. A method may be called where {@link #offers()} says so, and throws
 * {@link UnsupportedOperationException} else.
 */
public interface StoreUnderTest {

  /** Returns a name for reports. */
  String label();

  /** Returns what there is. */
  Set<Capability> offers();

  /**
   * {@link Capability#EVENT_STORE}: a new instance, which has seen no stream yet, of the same
   * store.
   */
  EventStore open();

  /** Returns why something that is not offered is not. */
  default String lack(Capability need) {
    return need.lack();
  }

  /**
   * {@link Capability#SEAM}: as {@link #open()}, with every call to the documents going through
   * what {@code seam} makes of the state store.
   */
  default EventStore open(UnaryOperator<StateStore> seam) {
    throw new UnsupportedOperationException(Capability.SEAM.lack());
  }

  /**
   * {@link Capability#STATE_STORE}: the documents; each call another client of the same store,
   * where that can be had.
   */
  StateStore state();

  /**
   * {@link Capability#STATE_STORE}: the request metadata of documents that belong together.
   *
   * @param partition a name that they share
   */
  default Map<String, String> metadata(String partition) {
    return Map.of("partitionKey", partition);
  }

  /** Returns what its calls to the state store met so far, as far as it knows. */
  default CallFailures trouble() {
    return CallFailures.NONE;
  }

  /**
   * {@link Capability#STATE_STORE}: why its documents expire, in words, as whoever set it up can
   * tell; empty where nothing is known of that.
   */
  default Optional<String> expiry() {
    return Optional.empty();
  }

  /** For any of the needs that are faults: plants them. */
  FaultInjector faults();
}
