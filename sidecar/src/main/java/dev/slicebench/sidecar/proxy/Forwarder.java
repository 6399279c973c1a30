package dev.slicebench.sidecar.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/** Hands on what one side of a connection sends, in order, each piece when its time has come. */
final class Forwarder extends ChannelInboundHandlerAdapter {

  private final TcpProxy proxy;
  private final ProxiedConnection connection;
  private final LinkDirection direction;
  private final Channel to;
  private final Random random;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private long lastDueNanos;

  Forwarder(
      TcpProxy proxy,
      ProxiedConnection connection,
      LinkDirection direction,
      Channel to,
      Random random) {
    this.proxy = proxy;
    this.connection = connection;
    this.direction = direction;
    this.to = to;
    this.random = random;
    this.lastDueNanos = System.nanoTime();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (proxy.swallows(direction)) {
      proxy.tally().swallowedBytes += bytes.readableBytes();
      connection.tear();
      bytes.release();
      return;
    }
    inTurn(() -> handOn(bytes));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    inTurn(() -> TcpProxy.close(to));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A side that breaks off is closed, and with it the other.
    TcpProxy.close(context.channel());
  }

  private void inTurn(Runnable work) {
    long now = System.nanoTime();
    long due = now + proxy.latency().drawNanos(random);
    due = due - lastDueNanos < 0 ? lastDueNanos : due;
    lastDueNanos = due;
    if (due - now <= 0 && waiting.isEmpty()) {
      work.run();
      return;
    }
    waiting.add(work);
    // Whichever is first in the queue: a timer may swap what is due at almost the same time.
    proxy.later(() -> waiting.remove().run(), due - now);
  }

  private void handOn(ByteBuf bytes) {
    if (direction == LinkDirection.REQUESTS) {
      proxy.tally().requestBytes += bytes.readableBytes();
    } else {
      proxy.tally().answerBytes += bytes.readableBytes();
    }
    to.writeAndFlush(bytes).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    if (!to.isWritable()) {
      // A slow reader slows the sender down, as it would without a proxy.
      pause();
    }
  }

  private void pause() {
    Channel source = connection.source(direction);
    if (source != null) {
      source.config().setAutoRead(false);
    }
  }

  /** What is written here goes the other way: that way's sender may go on. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      to.config().setAutoRead(true);
    }
  }
}
