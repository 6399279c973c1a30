package dev.slicebench.conformance.rules;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.FaultInjector;
import dev.slicebench.conformance.StoreUnderTest;
import dev.slicebench.conformance.faults.Reconnection;
import dev.slicebench.conformance.faults.SidecarFaults;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import io.dapr.client.DaprClient;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A mode of the library's event store, on a sidecar. */
class LibraryOnSidecar implements StoreUnderTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final SidecarInfo.Component component;
  private final DaprClient client;
  private final SliceMode mode;
  private final SidecarFaults faults;

  LibraryOnSidecar(Sidecar sidecar, DaprClient client, SliceMode mode) {
    this.component = sidecar.info().component();
    this.client = client;
    this.mode = mode;
    this.faults =
        new SidecarFaults(sidecar.faultPoints(), this::answers, PATIENCE, Reconnection.of(client));
  }

  private boolean answers() {
    try {
      return state().get("answers", Map.of()).block() != null;
    } catch (StateStoreException e) {
      return false;
    }
  }

  @Override
  public String label() {
    return component.type();
  }

  @Override
  public Set<Capability> offers() {
    Set<Capability> offers =
        EnumSet.of(Capability.EVENT_STORE, Capability.STATE_STORE, Capability.SEAM);
    offers.addAll(faults.places());
    return offers;
  }

  @Override
  public EventStore open() {
    return open(UnaryOperator.identity());
  }

  @Override
  public EventStore open(UnaryOperator<StateStore> seam) {
    return DaprEventStore.builder(
            seam.apply(state()),
            StoreProfile.of(component.type(), component.version(), component.capabilities()),
            mode)
        .allowUnsafe()
        .build();
  }

  @Override
  public StateStore state() {
    return new DaprStateStore(client, component.name());
  }

  @Override
  public FaultInjector faults() {
    return faults;
  }
}
