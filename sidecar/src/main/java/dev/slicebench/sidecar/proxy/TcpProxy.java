package dev.slicebench.sidecar.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Stands on the loopback before one server and hands on bytes, both ways, until it is told to delay
 * or to break something. What it is told holds when the method returns.
 */
public final class TcpProxy implements AutoCloseable {

  private final InetSocketAddress target;
  private final Latency usual;
  private final NioEventLoopGroup loops;
  private final EventLoop loop;
  private final ScheduledExecutorService clock;
  private final Channel listening;

  // All below is touched on the event loop alone.
  private final Set<ProxiedConnection> connections = new LinkedHashSet<>();
  private final Set<LinkDirection> swallowed = EnumSet.noneOf(LinkDirection.class);
  private final Tally tally = new Tally();
  private Latency latency;
  private boolean refusing;
  private long accepted;

  static final class Tally {
    long connections;
    long refused;
    long cut;
    long requestBytes;
    long answerBytes;
    long swallowedBytes;
  }

  private TcpProxy(InetSocketAddress target, Latency usual) throws IOException {
    this.target = target;
    this.usual = usual;
    this.latency = usual;
    this.loops = new NioEventLoopGroup(1, new DefaultThreadFactory("slicebench-proxy", true));
    this.loop = loops.next();
    // Not the event loop's own timer, which counts whole milliseconds.
    this.clock =
        new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("slicebench-delay", true));
    try {
      this.listening = listen();
    } catch (Exception e) {
      // Netty throws what its signatures do not tell.
      stopThreads();
      throw new IOException("a proxy cannot listen on the loopback: " + e.getMessage(), e);
    }
  }

  /**
   * Starts one before {@code target}.
   *
   * @param usual what it adds while nothing else is said
   * @throws IOException if no port can be had
   */
  public static TcpProxy start(InetSocketAddress target, Latency usual) throws IOException {
    return new TcpProxy(target, usual);
  }

  private Channel listen() {
    return new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.AUTO_READ, false)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel client) {
                accept(client);
              }
            })
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .syncUninterruptibly()
        .channel();
  }

  private void accept(SocketChannel client) {
    if (refusing) {
      tally.refused++;
      reset(client);
      return;
    }
    ProxiedConnection connection = new ProxiedConnection(this, client, ++accepted);
    connections.add(connection);
    connection.open(target);
  }

  /** Returns where clients go instead of the server. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /** Returns what it adds while nothing else is said. */
  public Latency usual() {
    return usual;
  }

  /** From now on bytes are delayed by {@code other} instead; those under way are not touched. */
  public void delay(Latency other) {
    onLoop(() -> latency = other);
  }

  /** Resets all connections there are. New ones are let through. */
  public void cut() {
    onLoop(
        () -> {
          List.copyOf(connections).forEach(ProxiedConnection::cut);
          return null;
        });
  }

  /** From now on resets every new connection at once. Those there are stay. */
  public void refuse() {
    onLoop(() -> refusing = true);
  }

  /**
   * From now on keeps what comes {@code direction} for itself, on every connection: of requests,
   * the server sees nothing; of answers, what was asked is done and nobody is told.
   */
  public void swallow(LinkDirection direction) {
    onLoop(() -> swallowed.add(direction));
  }

  /**
   * Ends all that it was told to do. A connection of which something was swallowed is reset: what
   * would follow on it makes no sense any more.
   */
  public void heal() {
    onLoop(
        () -> {
          latency = usual;
          refusing = false;
          swallowed.clear();
          connections.stream()
              .filter(ProxiedConnection::isTorn)
              .toList()
              .forEach(ProxiedConnection::cut);
          return null;
        });
  }

  /** Returns what it has done so far. */
  public ProxyCounts counts() {
    return onLoop(
        () ->
            new ProxyCounts(
                tally.connections,
                tally.refused,
                tally.cut,
                tally.requestBytes,
                tally.answerBytes,
                tally.swallowedBytes));
  }

  private <T> T onLoop(Callable<T> work) {
    return loop.submit(work).syncUninterruptibly().getNow();
  }

  Latency latency() {
    return latency;
  }

  boolean swallows(LinkDirection direction) {
    return swallowed.contains(direction);
  }

  Tally tally() {
    return tally;
  }

  void forget(ProxiedConnection connection) {
    connections.remove(connection);
  }

  /** Does {@code work} on the event loop in so many nanoseconds; of equal times, in order. */
  @SuppressWarnings("FutureReturnValueIgnored") // It does nothing that could fail.
  void later(Runnable work, long delayNanos) {
    clock.schedule(() -> loop.execute(work), delayNanos, TimeUnit.NANOSECONDS);
  }

  /** Closes at once, whatever was under way; on the event loop. */
  static void reset(Channel channel) {
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    close(channel);
  }

  static void close(Channel channel) {
    channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  /** Resets all connections and frees the port; a second call does nothing. */
  @Override
  public void close() {
    if (loops.isShuttingDown()) {
      return;
    }
    listening.close().syncUninterruptibly();
    stopThreads();
  }

  private void stopThreads() {
    clock.shutdownNow();
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
