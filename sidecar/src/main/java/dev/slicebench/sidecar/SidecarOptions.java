package dev.slicebench.sidecar;

import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.process.SidecarException;
import dev.slicebench.sidecar.proxy.Latency;
import dev.slicebench.sidecar.proxy.LinkProxies;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * How a sidecar is to be had.
 *
 * @param grpcPort where the sidecar itself listens; empty for any port that is free
 * @param clientLatency what is added between clients and the sidecar
 * @param storeLatency what is added between the sidecar and its store
 * @param breakable whether it gets all the {@link FaultPoints} that it can have. A Redis then
 *     writes every command to disk before it answers, since it could not be killed else.
 * @param appId the app in whose name a daprd is started; empty for one of its own
 */
public record SidecarOptions(
    OptionalInt grpcPort,
    Optional<Latency> clientLatency,
    Optional<Latency> storeLatency,
    boolean breakable,
    Optional<String> appId) {

  /** A sidecar on any port, with nothing between it and anyone. */
  public static final SidecarOptions PLAIN =
      new SidecarOptions(
          OptionalInt.empty(), Optional.empty(), Optional.empty(), false, Optional.empty());

  /** Returns the options of a sidecar with every fault point that it can have. */
  public static final SidecarOptions BREAKABLE =
      new SidecarOptions(
          OptionalInt.empty(), Optional.empty(), Optional.empty(), true, Optional.empty());

  /** Returns a sidecar on {@code port}. */
  public static SidecarOptions onPort(int port) {
    return new SidecarOptions(
        OptionalInt.of(port), Optional.empty(), Optional.empty(), false, Optional.empty());
  }

  /** Returns a sidecar that finds what the app {@code appId} wrote. */
  public static SidecarOptions inTheNameOf(String appId) {
    return new SidecarOptions(
        OptionalInt.empty(), Optional.empty(), Optional.empty(), false, Optional.of(appId));
  }

  /** Returns the proxies that these options ask for; none is started yet. */
  LinkProxies links(Consumer<Runnable> onClose) {
    return new LinkProxies(clientLatency, storeLatency, breakable, onClose);
  }

  /** Returns a sidecar with latency on one side, or on both. */
  public static SidecarOptions delayed(Optional<Latency> client, Optional<Latency> store) {
    return new SidecarOptions(OptionalInt.empty(), client, store, false, Optional.empty());
  }

  /**
   * Makes sure that a sidecar of {@code kind} over {@code backend} can be had like this.
   *
   * @throws SidecarException if there is no connection to delay; nothing was started
   */
  public void requireFor(SidecarKind kind, Backend backend) {
    if (storeLatency.isEmpty()) {
      return;
    }
    String reason = "";
    if (kind == SidecarKind.EMBEDDED) {
      reason = "the embedded sidecar has its store in its own memory";
    } else if (backend == Backend.BuiltIn.IN_MEMORY || backend == Backend.BuiltIn.SQLITE) {
      reason = "'" + backend.label() + "' lies inside daprd";
    } else if (backend instanceof Backend.ComponentFile) {
      reason = backend.label() + " says by itself where its store is";
    }
    if (!reason.isEmpty()) {
      throw new SidecarException(
          "There is no connection to a store that could be delayed, since "
              + reason
              + ": leave out the store latency, or choose redis, postgresql or cosmosdb",
          null);
    }
  }
}
