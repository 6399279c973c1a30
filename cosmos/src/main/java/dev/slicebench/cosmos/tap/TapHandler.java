package dev.slicebench.cosmos.tap;

import dev.slicebench.cosmos.wire.HttpServer;
import dev.slicebench.cosmos.wire.OperationKind;
import dev.slicebench.cosmos.wire.RemoteTraffic;
import dev.slicebench.cosmos.wire.RequestClassifier;
import dev.slicebench.cosmos.wire.TrafficCounter;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One client's connection through the tap. All of it runs on one event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // A write that fails closes its channel.
final class TapHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  private final CosmosTap.Upstream upstream;
  private final TrafficCounter counter;

  /** Asked and not yet answered, in order. */
  private final Deque<Asked> asked = new ArrayDeque<>();

  /** To be sent when the connection stands. */
  private final Deque<FullHttpRequest> waiting = new ArrayDeque<>();

  private @Nullable Channel server;
  private boolean connecting;

  TapHandler(CosmosTap.Upstream upstream, TrafficCounter counter) {
    this.upstream = upstream;
    this.counter = counter;
  }

  private record Asked(
      OperationKind kind, String client, long bytes, boolean account, String self, boolean last) {}

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      refuse(context.channel(), request.decoderResult().cause());
      return;
    }
    String path = new QueryStringDecoder(request.uri()).rawPath();
    HttpHeaders headers = request.headers();
    String method = request.method().name();
    if (path.equals(RemoteTraffic.PATH) && asked.isEmpty()) {
      answer(context.channel(), HttpResponseStatus.OK, RemoteTraffic.encode(counter.snapshot()));
      return;
    }
    asked.add(
        new Asked(
            RequestClassifier.kind(method, request.uri(), headers::get),
            RequestClassifier.client(headers.get(HttpHeaderNames.USER_AGENT)),
            request.content().readableBytes(),
            method.equals("GET") && path.equals("/"),
            headers.get(HttpHeaderNames.HOST, ""),
            !HttpUtil.isKeepAlive(request)));
    headers.set(HttpHeaderNames.HOST, upstream.authority());
    HttpUtil.setKeepAlive(request, true);
    waiting.add(request.retain());
    send(context);
  }

  private void send(ChannelHandlerContext context) {
    if (server != null && server.isActive()) {
      for (FullHttpRequest next = waiting.poll(); next != null; next = waiting.poll()) {
        server.write(next);
      }
      server.flush();
    } else if (!connecting) {
      connecting = true;
      connect(context);
    }
  }

  private void connect(ChannelHandlerContext context) {
    new Bootstrap()
        .group(context.channel().eventLoop())
        .channel(context.channel().getClass())
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                upstream
                    .tls()
                    .ifPresent(
                        tls ->
                            channel
                                .pipeline()
                                .addLast(
                                    tls.newHandler(
                                        channel.alloc(), upstream.host(), upstream.port())));
                channel
                    .pipeline()
                    .addLast(
                        new HttpClientCodec(
                            HttpServer.MAX_LINE, HttpServer.MAX_HEADERS, HttpServer.MAX_LINE),
                        new HttpObjectAggregator(CosmosTap.MAX_BODY_BYTES),
                        new Answers(context.channel()));
              }
            })
        .connect(upstream.host(), upstream.port())
        .addListener(
            (ChannelFutureListener)
                connected -> {
                  connecting = false;
                  if (connected.isSuccess()) {
                    server = connected.channel();
                    send(context);
                  } else {
                    unreachable(context.channel(), connected.cause());
                  }
                });
  }

  private void unreachable(Channel client, Throwable cause) {
    releaseWaiting();
    fail(
        client,
        HttpResponseStatus.SERVICE_UNAVAILABLE,
        "ServiceUnavailable",
        "slicebench's tap cannot reach " + upstream.authority() + ": " + cause.getMessage());
  }

  private void refuse(Channel client, Throwable cause) {
    releaseWaiting();
    fail(
        client,
        HttpResponseStatus.BAD_REQUEST,
        "BadRequest",
        "slicebench's tap cannot read the request: " + cause.getMessage());
  }

  private static void fail(Channel client, HttpResponseStatus status, String code, String message) {
    String text =
        "{\"code\":\""
            + code
            + "\",\"message\":\""
            + message.replaceAll("[\"\\\\\\p{Cntrl}]", " ")
            + "\"}";
    answer(client, status, text.getBytes(StandardCharsets.UTF_8));
    client.close();
  }

  private static void answer(Channel client, HttpResponseStatus status, byte[] json) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(json));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
        .set(HttpHeaderNames.CONTENT_LENGTH, json.length);
    client.writeAndFlush(response);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    releaseWaiting();
    if (server != null) {
      server.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  private void releaseWaiting() {
    waiting.forEach(FullHttpRequest::release);
    waiting.clear();
  }

  /** Takes the answers that come back. */
  private final class Answers extends ChannelInboundHandlerAdapter {

    private final Channel client;

    Answers(Channel client) {
      this.client = client;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      FullHttpResponse response = (FullHttpResponse) message;
      Asked question = asked.remove();
      counter.record(
          question.kind,
          question.client,
          response.status().code(),
          question.bytes,
          response.content().readableBytes(),
          charge(response.headers()));
      FullHttpResponse passed = question.account ? readdressed(response, question.self) : response;
      if (question.last) {
        client.writeAndFlush(passed).addListener(ChannelFutureListener.CLOSE);
      } else {
        client.writeAndFlush(passed);
      }
    }

    /** A server may end a connection that is idle; one that owes an answer has lost it. */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (server == context.channel()) {
        server = null;
      }
      if (!asked.isEmpty()) {
        client.close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
      if (!asked.isEmpty()) {
        unreachable(client, cause);
      }
    }
  }

  private static double charge(HttpHeaders headers) {
    String charge = headers.get("x-ms-request-charge");
    try {
      return charge == null ? 0 : Double.parseDouble(charge);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static FullHttpResponse readdressed(FullHttpResponse response, String self) {
    byte[] body = new byte[response.content().readableBytes()];
    response.content().getBytes(response.content().readerIndex(), body);
    byte[] changed = AccountDocument.readdressed(body, "http://" + self + "/");
    ByteBuf content = Unpooled.wrappedBuffer(changed);
    FullHttpResponse passed = response.replace(content);
    response.release();
    HttpUtil.setContentLength(passed, changed.length);
    return passed;
  }
}
