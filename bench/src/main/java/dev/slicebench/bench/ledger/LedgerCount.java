package dev.slicebench.bench.ledger;

import dev.slicebench.bench.jmh.SidecarClient;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.ledger.Cost;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.ledger.LedgerRow;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.embedded.CallRecorder;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Counts a ledger anew: every operation against an embedded sidecar with the strict profile, in
 * this JVM. The same code gives the same ledger, on any machine.
 */
public final class LedgerCount {

  private LedgerCount() {}

  /** Returns the ledger of the code that runs. */
  public static Ledger count() {
    return Ledger.of(
        StreamKind.PAYLOAD_BYTES,
        StreamKind.all().stream().flatMap(kind -> LedgerCount.of(kind).stream()).toList());
  }

  /**
   * Returns the rows of one stream of ours, such as the ledger may not have.
   *
   * @param streamLength how many events it has
   * @param eventsPerAppend how many each append carried
   * @param payloadBytes the size of an event's data as JSON
   */
  public static List<LedgerRow> of(
      SliceMode mode, int streamLength, int eventsPerAppend, int payloadBytes) {
    return of(
        new StreamKind(Protocol.SLICEBENCH, mode, streamLength, eventsPerAppend, payloadBytes));
  }

  /** On a sidecar of its own, since a query reads all that a sidecar holds. */
  private static List<LedgerRow> of(StreamKind kind) {
    List<LedgerRow> rows = new ArrayList<>();
    CallRecorder calls = new CallRecorder();
    try (EmbeddedSidecar sidecar = EmbeddedSidecar.start(Backend.BuiltIn.EMBEDDED_STRICT, calls);
        SidecarClient client = new SidecarClient(sidecar.grpcEndpoint())) {
      SidecarInfo.Component component = sidecar.info().component();
      UnitLatency latency = new UnitLatency();
      new StreamOperations(
              kind,
              new DaprStateStore(client.dapr(), component.name()).intercepted(latency),
              StoreProfile.of(component.type(), component.version(), component.capabilities()))
          .each(
              latency::unitsOf,
              (operation, each) -> {
                calls.take();
                rows.add(new LedgerRow(operation, cost(each, latency, calls)));
              });
    }
    return rows;
  }

  private static @Nullable Cost cost(List<Mono<?>> each, UnitLatency latency, CallRecorder calls) {
    try {
      long roundTrips = each.stream().mapToLong(latency::unitsOf).sum();
      return CallCosts.mean(calls.take(), roundTrips, each.size());
    } catch (CompletionException e) {
      if (e.getCause() instanceof StateStoreException failure && failure.kind() == Kind.TOO_LARGE) {
        return null;
      }
      throw e;
    }
  }
}
