package dev.slicebench.conformance.rules;

import dev.slicebench.conformance.faults.FaultInjector;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.state.StateStore;
import java.util.Set;

/**
 * What is held to the rules. A method may be called where {@link #offers()} says so, and throws
 * {@link UnsupportedOperationException} else.
 */
public interface Subject {

  /** A name for reports. */
  String label();

  /** What there is. */
  Set<Need> offers();

  /** {@link Need#EVENT_STORE}: a new instance, which has seen no stream yet, of the same store. */
  EventStore open();

  /** {@link Need#STATE_STORE}: the documents. */
  StateStore state();

  /** For any of the needs that are faults: plants them. */
  FaultInjector faults();
}
