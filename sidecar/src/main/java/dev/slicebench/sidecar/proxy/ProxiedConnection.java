package dev.slicebench.sidecar.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A client's connection and the one to the server that belongs to it; both on one event loop. */
final class ProxiedConnection {

  private final TcpProxy proxy;
  private final SocketChannel client;
  private final Random random;
  private @Nullable Channel server;
  private boolean torn;

  ProxiedConnection(TcpProxy proxy, SocketChannel client, long number) {
    this.proxy = proxy;
    this.client = client;
    this.random = new Random(proxy.latency().seed() + number);
  }

  /** Connects to the server, and only then reads from the client. */
  void open(InetSocketAddress target) {
    client.closeFuture().addListener((ChannelFutureListener) closed -> proxy.forget(this));
    new Bootstrap()
        .group(client.eventLoop())
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.AUTO_READ, false)
        .handler(new Forwarder(proxy, this, LinkDirection.ANSWERS, client, random))
        .connect(target)
        .addListener(
            (ChannelFutureListener)
                connected -> {
                  if (!connected.isSuccess()) {
                    TcpProxy.reset(client);
                    return;
                  }
                  Channel opened = connected.channel();
                  if (!client.isActive()) {
                    TcpProxy.reset(opened);
                    return;
                  }
                  server = opened;
                  proxy.tally().connections++;
                  client
                      .pipeline()
                      .addLast(new Forwarder(proxy, this, LinkDirection.REQUESTS, opened, random));
                  client.config().setAutoRead(true);
                  opened.config().setAutoRead(true);
                });
  }

  /** Notes that something of it was swallowed. */
  void tear() {
    torn = true;
  }

  boolean isTorn() {
    return torn;
  }

  void cut() {
    proxy.tally().cut++;
    TcpProxy.reset(client);
    if (server != null) {
      TcpProxy.reset(server);
    }
  }

  /** Returns the channel whose reading fills {@code direction}. */
  @Nullable Channel source(LinkDirection direction) {
    return direction == LinkDirection.REQUESTS ? client : server;
  }
}
