package dev.slicebench.cosmos.emulator;

import dev.slicebench.cosmos.emulator.engine.Account;
import dev.slicebench.cosmos.wire.MasterKey;
import dev.slicebench.cosmos.wire.TrafficCounter;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The emulator's server. */
public final class EmulatorServer implements AutoCloseable {

  /** More than any request may have; what is between is refused by the limits of its kind. */
  private static final int MAX_REQUEST_BYTES = 8 * 1024 * 1024;

  private static final int MAX_LINE = 16 * 1024;
  private static final int MAX_HEADERS = 64 * 1024;
  private static final int THREADS = 2;

  private final EventLoopGroup loops;
  private final ExecutorService queries;
  private final Channel listening;

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

  private EmulatorServer(EventLoopGroup loops, ExecutorService queries, Channel listening) {
    this.loops = loops;
    this.queries = queries;
    this.listening = listening;
  }

  /**
   * Starts one with an empty account.
   *
   * @throws IOException if it cannot listen there
   */
  public static EmulatorServer start(
      Settings settings, Clock clock, TrafficCounter counter, Faults faults) throws IOException {
    EventLoopGroup loops = new NioEventLoopGroup(THREADS);
    ExecutorService queries = Executors.newFixedThreadPool(THREADS);
    EmulatorHandler handler =
        new EmulatorHandler(
            new Router(new Account(clock), settings.tls.isPresent() ? "https" : "http"),
            settings,
            clock,
            counter,
            faults,
            queries);
    try {
      Channel listening =
          new ServerBootstrap()
              .group(loops)
              .channel(NioServerSocketChannel.class)
              .childOption(ChannelOption.TCP_NODELAY, true)
              .childHandler(
                  new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                      settings.tls.ifPresent(
                          tls -> channel.pipeline().addLast(tls.newHandler(channel.alloc())));
                      channel
                          .pipeline()
                          .addLast(
                              new HttpServerCodec(MAX_LINE, MAX_HEADERS, MAX_LINE),
                              new HttpObjectAggregator(MAX_REQUEST_BYTES),
                              handler);
                    }
                  })
              .bind(settings.address)
              .sync()
              .channel();
      return new EmulatorServer(loops, queries, listening);
    } catch (InterruptedException e) {
      stop(loops, queries);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (Exception e) {
      stop(loops, queries);
      // Netty throws what its signatures do not tell.
      throw new IOException(
          "cannot listen on port " + settings.address.getPort() + ": " + e.getMessage(), e);
    }
  }

  /** Returns where it listens. */
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** Cuts all connections and frees the port; a second call does nothing. */
  @Override
  public void close() {
    if (loops.isShuttingDown()) {
      return;
    }
    listening.close().syncUninterruptibly();
    stop(loops, queries);
  }

  private static void stop(EventLoopGroup loops, ExecutorService queries) {
    queries.shutdownNow();
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
