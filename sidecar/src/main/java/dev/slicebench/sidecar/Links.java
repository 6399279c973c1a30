package dev.slicebench.sidecar;

import dev.slicebench.sidecar.proxy.Latency;
import dev.slicebench.sidecar.proxy.TcpProxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The proxies around one sidecar, as far as its options ask for any. */
final class Links {

  private final SidecarOptions options;
  private final Consumer<Runnable> onClose;
  private @Nullable TcpProxy client;
  private @Nullable TcpProxy store;

  /**
   * Makes none yet.
   *
   * @param onClose takes what is to be done when the sidecar is closed
   */
  Links(SidecarOptions options, Consumer<Runnable> onClose) {
    this.options = options;
    this.onClose = onClose;
  }

  /** Whether a server must keep its data when it is killed. */
  boolean durable() {
    return options.breakable();
  }

  /** Where a sidecar finds the store that is at {@code server}. */
  InetSocketAddress toStore(InetSocketAddress server) {
    store = link(server, options.storeLatency());
    return store == null ? server : store.address();
  }

  /** Where clients find the sidecar that is at {@code sidecar}. */
  Endpoint toSidecar(Endpoint sidecar) {
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
  WeakPoints weakPoints(Optional<Restartable> sidecar, Optional<Restartable> server) {
    return new WeakPoints(
        Optional.ofNullable(client),
        Optional.ofNullable(store),
        options.breakable() ? sidecar : Optional.empty(),
        options.breakable() ? server : Optional.empty());
  }
}
