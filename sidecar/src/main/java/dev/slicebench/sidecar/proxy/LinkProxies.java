package dev.slicebench.sidecar.proxy;

import dev.slicebench.sidecar.FaultPoints;
import dev.slicebench.sidecar.SidecarOptions;
import dev.slicebench.sidecar.daprd.Endpoint;
import dev.slicebench.sidecar.process.Restartable;
import dev.slicebench.sidecar.process.SidecarException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The proxies around one sidecar, as far as its options ask for any. */
public final class LinkProxies {

  private final SidecarOptions options;
  private final Consumer<Runnable> onClose;
  private @Nullable TcpProxy client;
  private @Nullable TcpProxy store;

  /**
   * Makes none yet.
   *
   * @param onClose takes what is to be done when the sidecar is closed
   */
  public LinkProxies(SidecarOptions options, Consumer<Runnable> onClose) {
    this.options = options;
    this.onClose = onClose;
  }

  /** Whether a server must keep its data when it is killed. */
  public boolean durable() {
    return options.breakable();
  }

  /** Where a sidecar finds the store that is at {@code server}. */
  public InetSocketAddress toStore(InetSocketAddress server) {
    store = link(server, options.storeLatency());
    return store == null ? server : store.address();
  }

  /** Where clients find the sidecar that is at {@code sidecar}. */
  public Endpoint toSidecar(Endpoint sidecar) {
    client = link(new InetSocketAddress(sidecar.host(), sidecar.port()), options.clientLatency());
    return client == null
        ? sidecar
        : new Endpoint(
            client.address().getAddress().getHostAddress(),
            client.address().getPort(),
            sidecar.tls(),
            sidecar.token(),
            sidecar.variable());
  }

  private @Nullable TcpProxy link(InetSocketAddress target, Optional<Latency> latency) {
    if (latency.isEmpty() && !options.breakable()) {
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

  /** The proxies there are, with the processes that can be killed. */
  public FaultPoints weakPoints(Optional<Restartable> sidecar, Optional<Restartable> server) {
    return new FaultPoints(
        Optional.ofNullable(client),
        Optional.ofNullable(store),
        options.breakable() ? sidecar : Optional.empty(),
        options.breakable() ? server : Optional.empty());
  }
}
