package dev.slicebench.sidecar.embedded;

import dev.slicebench.cosmos.wire.Traffic;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The server; linearizable as far as the profile's component is. */
public final class EmbeddedServer implements AutoCloseable {

  /** The daprd whose behaviour it mimics. */
  public static final String DAPR_VERSION = "1.18.1";

  /** The name of its one component. */
  public static final String STORE = "statestore";

  /** The app id, which prefixes every key. */
  public static final String APP_ID = "es-test";

  /** The version that it reports, which says that it is embedded. */
  static final String RUNTIME_VERSION = DAPR_VERSION + "-slicebench-embedded";

  /**
   * Where its metadata has the counters of its Cosmos DB as JSON: in no process but its own can
   * they be read in another way.
   */
  public static final String TRAFFIC = "slicebench.cosmos.traffic";

  static final int MAX_MESSAGE_BYTES = 4 << 20;

  private final Server server;
  private final StateService service;

  private EmbeddedServer(Server server, StateService service) {
    this.server = server;
    this.service = service;
  }

  /**
   * Starts it on the loopback.
   *
   * @param port where it listens; 0 for any port that is free
   * @param onEventLoop whether calls are served on the network's own threads: faster, but no
   *     interceptor may block
   * @param interceptors they see each call before the server does, the first one first
   * @param shutdown run when a client asks for shutdown
   */
  public static EmbeddedServer start(
      MimickedComponent profile,
      int port,
      boolean onEventLoop,
      List<ServerInterceptor> interceptors,
      Runnable shutdown)
      throws IOException {
    StateService service = new StateService(APP_ID, STORE, profile, shutdown);
    List<ServerInterceptor> all = new ArrayList<>(interceptors);
    all.add(new MessageLimit(MAX_MESSAGE_BYTES));
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            // Larger than the limit, so that a call over it is answered as daprd does.
            .maxInboundMessageSize(16 * MAX_MESSAGE_BYTES)
            .permitKeepAliveTime(8, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addService(ServerInterceptors.interceptForward(service, all));
    if (onEventLoop) {
      builder.directExecutor();
    }
    return new EmbeddedServer(builder.build().start(), service);
  }

  /** Returns the port it listens on. */
  public int port() {
    return server.getPort();
  }

  /** Returns what its Cosmos DB was asked so far; empty where it mimics another component. */
  public Optional<Traffic> traffic() {
    return service.traffic();
  }

  /** Waits until it has ended. */
  public void awaitTermination() throws InterruptedException {
    server.awaitTermination();
  }

  /** Ends it at once; calls in flight fail with UNAVAILABLE or CANCELLED. */
  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
