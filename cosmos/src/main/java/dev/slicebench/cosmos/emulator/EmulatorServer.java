package dev.slicebench.cosmos.emulator;

import dev.slicebench.cosmos.emulator.engine.Account;
import dev.slicebench.cosmos.wire.HttpServer;
import dev.slicebench.cosmos.wire.MasterKey;
import dev.slicebench.cosmos.wire.TrafficCounter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The emulator's server. */
public final class EmulatorServer implements AutoCloseable {

  /** More than any request may have; what is between is refused by the limits of its kind. */
  private static final int MAX_REQUEST_BYTES = 8 * 1024 * 1024;

  private static final int QUERY_THREADS = 2;

  private final HttpServer server;
  private final ExecutorService queries;

  /**
   * How it is set up.
   *
   * @param address where it listens
   * @param key what requests must be signed with; empty for no check
   * @param tls empty for plain http
   * @param certificatePem what clients must trust
   * @param requestUnitsPerSecond the provisioned throughput; empty for no limit
   */
  public record Settings(
      InetSocketAddress address,
      Optional<MasterKey> key,
      Optional<SslContext> tls,
      Optional<String> certificatePem,
      Optional<Integer> requestUnitsPerSecond) {}

  private EmulatorServer(HttpServer server, ExecutorService queries) {
    this.server = server;
    this.queries = queries;
  }

  /**
   * Starts one with an empty account.
   *
   * @throws IOException if it cannot listen there
   */
  public static EmulatorServer start(
      Settings settings, Clock clock, TrafficCounter counter, Faults faults) throws IOException {
    ExecutorService queries = Executors.newFixedThreadPool(QUERY_THREADS);
    EmulatorHandler handler =
        new EmulatorHandler(
            new Router(new Account(clock), settings.tls.isPresent() ? "https" : "http"),
            settings,
            clock,
            counter,
            faults,
            queries);
    try {
      return new EmulatorServer(
          HttpServer.start(settings.address, channel -> connect(channel, settings, handler)),
          queries);
    } catch (IOException e) {
      queries.shutdownNow();
      throw e;
    }
  }

  private static void connect(SocketChannel channel, Settings settings, EmulatorHandler handler) {
    settings.tls.ifPresent(tls -> channel.pipeline().addLast(tls.newHandler(channel.alloc())));
    channel
        .pipeline()
        .addLast(HttpServer.codec(), new HttpObjectAggregator(MAX_REQUEST_BYTES), handler);
  }

  /** Returns where it listens. */
  public int port() {
    return server.port();
  }

  /** Cuts all connections and frees the port; a second call does nothing. */
  @Override
  public void close() {
    queries.shutdownNow();
    server.close();
  }
}
