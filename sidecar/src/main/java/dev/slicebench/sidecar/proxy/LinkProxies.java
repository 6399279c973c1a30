package dev.slicebench.sidecar.proxy;

import dev.slicebench.sidecar.process.SidecarException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The proxies around one sidecar: before it, and before its store. */
public final class LinkProxies {

  private final Optional<Latency> clientLatency;
  private final Optional<Latency> storeLatency;
  private final boolean breakable;
  private final Consumer<Runnable> onClose;
  private @Nullable TcpProxy client;
  private @Nullable TcpProxy store;

  /**
   * Makes no proxy yet.
   *
   * @param clientLatency what the proxy before the sidecar adds
   * @param storeLatency what the proxy before the store adds
   * @param breakable whether there is a proxy even where nothing is to be added
   * @param onClose takes what is to be done when the sidecar is closed
   */
  public LinkProxies(
      Optional<Latency> clientLatency,
      Optional<Latency> storeLatency,
      boolean breakable,
      Consumer<Runnable> onClose) {
    this.clientLatency = clientLatency;
    this.storeLatency = storeLatency;
    this.breakable = breakable;
    this.onClose = onClose;
  }

  /** Returns whether faults are to be expected, so that a server must keep its data. */
  public boolean breakable() {
    return breakable;
  }

  /** Returns where a sidecar finds the store that is at {@code server}. */
  public InetSocketAddress toStore(InetSocketAddress server) {
    store = link(server, storeLatency);
    return store == null ? server : store.address();
  }

  /** Returns where clients find the sidecar that is at {@code sidecar}. */
  public InetSocketAddress toSidecar(InetSocketAddress sidecar) {
    client = link(sidecar, clientLatency);
    return client == null ? sidecar : client.address();
  }

  /** Returns the proxy before the sidecar, if there is one. */
  public Optional<TcpProxy> client() {
    return Optional.ofNullable(client);
  }

  /** Returns the proxy before the store, if there is one. */
  public Optional<TcpProxy> store() {
    return Optional.ofNullable(store);
  }

  private @Nullable TcpProxy link(InetSocketAddress target, Optional<Latency> latency) {
    if (latency.isEmpty() && !breakable) {
      return null;
    }
    try {
      TcpProxy proxy = TcpProxy.start(target, latency.orElse(Latency.NONE));
      onClose.accept(proxy::close);
      return proxy;
    } catch (IOException e) {
      throw new SidecarException(String.valueOf(e.getMessage()), e);
    }
  }
}
