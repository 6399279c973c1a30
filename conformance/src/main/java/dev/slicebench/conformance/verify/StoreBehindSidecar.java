package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.CallFailures;
import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.FaultInjector;
import dev.slicebench.conformance.StoreUnderTest;
import dev.slicebench.conformance.faults.SidecarFaults;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.MetadataProvider;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.state.StateStore;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A state store behind a sidecar, and the library's event store over it in one mode, or none. */
final class StoreBehindSidecar implements StoreUnderTest {

  /** With one call; a store that takes longer is no store to wait for. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<StateStore> clients;
  private final StoreProfile profile;
  private final ObservedCapabilities capabilities;
  private final @Nullable SliceMode mode;
  private final String sharedPartition;
  private final SidecarFaults faults;
  private final WatchedCalls calls = new WatchedCalls(PATIENCE);
  private final Optional<String> expiry;
  private final AtomicInteger turn = new AtomicInteger();

  /**
   * Over a store.
   *
   * @param clients each reaches the store in a way of its own
   * @param mode the event store's; null to ask about the state store alone
   * @param sharedPartition what stands for {@code all} in {@link SliceMode#OFF_AND_SHARED_ALL}
   * @param faults plants faults where the sidecar can be broken
   * @param expiry why the store's documents expire, as its sidecar tells
   */
  StoreBehindSidecar(
      List<StateStore> clients,
      StoreProfile profile,
      ObservedCapabilities capabilities,
      @Nullable SliceMode mode,
      String sharedPartition,
      SidecarFaults faults,
      Optional<String> expiry) {
    this.clients = clients.stream().map(client -> client.intercepted(calls)).toList();
    this.profile = profile;
    this.capabilities = capabilities;
    this.mode = mode;
    this.sharedPartition = sharedPartition;
    this.faults = faults;
    this.expiry = expiry;
  }

  @Override
  public String label() {
    return mode == null ? profile.componentType() : mode.name();
  }

  @Override
  public Set<Capability> offers() {
    Set<Capability> offers =
        EnumSet.of(Capability.STATE_STORE, Capability.TRANSACTIONS, Capability.QUERY);
    if (mode != null) {
      offers.add(Capability.EVENT_STORE);
      offers.add(Capability.SEAM);
    }
    offers.addAll(faults.places());
    offers.removeAll(capabilities.lacks().keySet());
    return offers;
  }

  @Override
  public String lack(Capability need) {
    return capabilities.lacks().getOrDefault(need, need.lack());
  }

  @Override
  public EventStore open() {
    return open(UnaryOperator.identity());
  }

  @Override
  public EventStore open(UnaryOperator<StateStore> seam) {
    if (mode == null) {
      throw new UnsupportedOperationException(Capability.EVENT_STORE.lack());
    }
    DaprEventStore.Builder builder =
        DaprEventStore.builder(seam.apply(state()), profile, mode).allowUnsafe();
    if (mode == SliceMode.OFF_AND_SHARED_ALL) {
      MetadataProvider shared = MetadataProvider.sharedPartition(sharedPartition);
      builder.metadata(profile.jsonValues() ? shared.withJsonContent() : shared);
    }
    return builder.build();
  }

  @Override
  public StateStore state() {
    return clients.get(Math.floorMod(turn.getAndIncrement(), clients.size()));
  }

  @Override
  public CallFailures trouble() {
    return calls.trouble();
  }

  @Override
  public Map<String, String> metadata(String partition) {
    return metadata(profile, partition);
  }

  /** As the library would write a stream of that name. */
  static Map<String, String> metadata(StoreProfile profile, String partition) {
    return MetadataProvider.standard(SliceMode.OFF, profile).metadata(partition);
  }

  @Override
  public Optional<String> expiry() {
    return expiry;
  }

  @Override
  public FaultInjector faults() {
    return faults;
  }
}
