package dev.slicebench.bench.ledger;

import dev.slicebench.bench.jmh.SidecarClient;
import dev.slicebench.sidecar.Backend;
import dev.slicebench.sidecar.Calls;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.SidecarInfo;
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

  /** The ledger of the code that runs. */
  public static Ledger count() {
    List<Row> rows = new ArrayList<>();
    StreamKind.all().forEach(kind -> count(kind, rows));
    return Ledger.of(rows);
  }

  /** On a sidecar of its own, since a query reads all that a sidecar holds. */
  private static void count(StreamKind kind, List<Row> rows) {
    Calls calls = new Calls();
    try (EmbeddedSidecar sidecar = EmbeddedSidecar.start(Backend.BuiltIn.EMBEDDED_STRICT, calls);
        SidecarClient client = new SidecarClient(sidecar.grpcEndpoint())) {
      SidecarInfo.Component component = sidecar.info().component();
      UnitLatency state = new UnitLatency(new DaprStateStore(client.dapr(), component.name()));
      new StreamOperations(
              kind,
              state,
              StoreProfile.of(component.type(), component.version(), component.capabilities()))
          .each(
              state::unitsOf,
              (operation, each) -> {
                calls.take();
                rows.add(new Row(operation, cost(each, state, calls)));
              });
    }
  }

  private static @Nullable Cost cost(List<Mono<?>> each, UnitLatency state, Calls calls) {
    try {
      long roundTrips = each.stream().mapToLong(state::unitsOf).sum();
      return Cost.of(calls.take(), roundTrips, each.size());
    } catch (CompletionException e) {
      if (e.getCause() instanceof StateStoreException failure && failure.kind() == Kind.TOO_LARGE) {
        return null;
      }
      throw e;
    }
  }
}
