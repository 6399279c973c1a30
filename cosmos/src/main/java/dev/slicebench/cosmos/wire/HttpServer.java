package dev.slicebench.cosmos.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A port where HTTP is served. */
public final class HttpServer implements AutoCloseable {

  /** The most bytes of a request's or an answer's first line: an id may have 9 a character. */
  public static final int MAX_LINE = 16 * 1024;

  /** The most bytes of all headers of a request or an answer. */
  public static final int MAX_HEADERS = 64 * 1024;

  private static final int THREADS = 2;

  private final EventLoopGroup loops;
  private final Channel listening;

  private HttpServer(EventLoopGroup loops, Channel listening) {
    this.loops = loops;
    this.listening = listening;
  }

  /**
   * Starts one.
   *
   * @param connected sets up each connection's pipeline
   * @throws IOException if it cannot listen there
   */
  public static HttpServer start(InetSocketAddress address, Consumer<SocketChannel> connected)
      throws IOException {
    EventLoopGroup loops = new NioEventLoopGroup(THREADS);
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
                      connected.accept(channel);
                    }
                  })
              .bind(address)
              .sync()
              .channel();
      return new HttpServer(loops, listening);
    } catch (InterruptedException e) {
      stop(loops);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (Exception e) {
      stop(loops);
      // Netty throws what its signatures do not tell.
      throw new IOException(
          "cannot listen on port " + address.getPort() + ": " + e.getMessage(), e);
    }
  }

  /** Returns what reads requests of up to {@link #MAX_LINE} and {@link #MAX_HEADERS}. */
  public static HttpServerCodec codec() {
    return new HttpServerCodec(MAX_LINE, MAX_HEADERS, MAX_LINE);
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
    stop(loops);
  }

  private static void stop(EventLoopGroup loops) {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
