package dev.slicebench.conformance.rules;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.FaultInjector;
import dev.slicebench.conformance.StoreUnderTest;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.state.StateStore;
import java.util.Set;
import java.util.function.Supplier;

/** A subject that has event stores and nothing else. */
public record EventStoresAlone(Supplier<EventStore> stores) implements StoreUnderTest {

  @Override
  public String label() {
    return "event stores";
  }

  @Override
  public Set<Capability> offers() {
    return Set.of(Capability.EVENT_STORE);
  }

  @Override
  public EventStore open() {
    return stores.get();
  }

  @Override
  public StateStore state() {
    throw new UnsupportedOperationException();
  }

  @Override
  public FaultInjector faults() {
    throw new UnsupportedOperationException();
  }
}
