package dev.slicebench.bench.run;

import dev.slicebench.evidence.AddedLatency;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.proxy.TcpProxy;
import dev.slicebench.store.state.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Measures the latency that a sidecar's links add, in place. */
final class LatencyProbe {

  private static final int WARM_UP_CALLS = 10;
  private static final int ROUNDS = 5;
  private static final int CALLS_A_ROUND = 7;

  private final StateStore state;
  private final String absentKey;

  private LatencyProbe(StateStore state, String absentKey) {
    this.state = state;
    this.absentKey = absentKey;
  }

  /**
   * Returns what the links of {@code sidecar} add; null where they add nothing.
   *
   * @param absentKey a key without a document, which is read over and over
   * @param begins is run first where there is something to measure
   */
  static @Nullable AddedLatency measure(
      Sidecar sidecar, StateStore state, String absentKey, Runnable begins) {
    Optional<TcpProxy> store = delaying(sidecar.faultPoints().storeLink());
    Optional<TcpProxy> client = delaying(sidecar.faultPoints().clientLink());
    if (store.isEmpty() && client.isEmpty()) {
      return null;
    }
    begins.run();
    LatencyProbe probe = new LatencyProbe(state, absentKey);
    return new AddedLatency(
        store.map(link -> roundTripMs(link.usual().oneWay())).orElse(0.0),
        client.map(link -> roundTripMs(link.usual().oneWay())).orElse(0.0),
        store.or(() -> client).map(link -> roundTripMs(link.usual().jitter())).orElse(0.0),
        store.map(probe::addedMs).orElse(0.0),
        client.map(probe::addedMs).orElse(0.0));
  }

  private static Optional<TcpProxy> delaying(Optional<TcpProxy> link) {
    return link.filter(proxy -> !proxy.usual().equals(dev.slicebench.sidecar.proxy.Latency.NONE));
  }

  private static double roundTripMs(Duration oneWay) {
    return 2 * oneWay.toNanos() / 1e6;
  }

  /** By how much slower a call is with the link's latency; both are measured in turn. */
  private double addedMs(TcpProxy link) {
    calls(WARM_UP_CALLS);
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      link.delay(dev.slicebench.sidecar.proxy.Latency.NONE);
      without.addAll(calls(CALLS_A_ROUND));
      link.delay(link.usual());
      with.addAll(calls(CALLS_A_ROUND));
    }
    return median(with) - median(without);
  }

  private List<Double> calls(int count) {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long before = System.nanoTime();
      state.get(absentKey, Map.of()).block();
      times.add((System.nanoTime() - before) / 1e6);
    }
    return times;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
