package dev.slicebench.sidecar;

import dev.slicebench.sidecar.process.Restartable;
import dev.slicebench.sidecar.proxy.LinkProxies;
import dev.slicebench.sidecar.proxy.TcpProxy;
import java.util.Optional;

/**
 * Where a sidecar can be broken on purpose.
 *
 * @param clientLink between clients and the sidecar
 * @param storeLink between the sidecar and its store; empty where the store is inside the sidecar,
 *     or where only the user's own component file knows it
 * @param sidecar the sidecar's process; empty where it is not ours, or its memory is the store
 * @param server the store's server; empty where it is not ours, or would lose its data
 */
public record FaultPoints(
    Optional<TcpProxy> clientLink,
    Optional<TcpProxy> storeLink,
    Optional<Restartable> sidecar,
    Optional<Restartable> server) {

  /** Nowhere. */
  public static final FaultPoints NONE =
      new FaultPoints(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Returns the proxies of {@code links}, with the processes that may be killed. */
  static FaultPoints of(
      LinkProxies links, Optional<Restartable> sidecar, Optional<Restartable> server) {
    return new FaultPoints(
        links.client(),
        links.store(),
        sidecar.filter(process -> links.breakable()),
        server.filter(process -> links.breakable()));
  }
}
