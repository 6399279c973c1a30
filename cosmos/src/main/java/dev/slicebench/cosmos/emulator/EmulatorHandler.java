package dev.slicebench.cosmos.emulator;

import dev.slicebench.cosmos.emulator.Faults.Fault;
import dev.slicebench.cosmos.emulator.engine.CosmosException;
import dev.slicebench.cosmos.wire.OperationKind;
import dev.slicebench.cosmos.wire.RemoteTraffic;
import dev.slicebench.cosmos.wire.RequestClassifier;
import dev.slicebench.cosmos.wire.TrafficCounter;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Takes requests from the wire and puts answers on it. */
@Sharable
@SuppressWarnings("FutureReturnValueIgnored") // A write that fails closes its channel.
final class EmulatorHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  /** Where a classic emulator offers its certificate. */
  private static final String CERTIFICATE_PATH = "/_explorer/emulator.pem";

  private static final Pattern ACTIVITY = Pattern.compile("[0-9A-Za-z-]{1,100}");

  private final Router router;
  private final EmulatorServer.Settings settings;
  private final Optional<Authorization> authorization;
  private final Optional<Budget> budget;
  private final TrafficCounter counter;
  private final Faults faults;
  private final Executor queries;

  EmulatorHandler(
      Router router,
      EmulatorServer.Settings settings,
      Clock clock,
      TrafficCounter counter,
      Faults faults,
      Executor queries) {
    this.router = router;
    this.settings = settings;
    this.authorization = settings.key().map(Authorization::new);
    this.budget = settings.requestUnitsPerSecond().map(units -> new Budget(units, clock));
    this.counter = counter;
    this.faults = faults;
    this.queries = queries;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      malformed(context, request.decoderResult().cause());
      return;
    }
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    RestRequest call = RestRequest.of(request);
    Turns turns = Turns.of(context.channel());
    turns.take(() -> take(context, keepAlive, call, turns));
  }

  private void take(
      ChannelHandlerContext context, boolean keepAlive, RestRequest call, Turns turns) {
    if (call.rawPath().equals(RemoteTraffic.PATH)) {
      send(context, keepAlive, 200, Map.of(), RemoteTraffic.encode(counter.snapshot()));
    } else if (call.rawPath().equals(CERTIFICATE_PATH) && settings.certificatePem().isPresent()) {
      byte[] pem = settings.certificatePem().get().getBytes(StandardCharsets.US_ASCII);
      send(context, keepAlive, 200, Map.of("content-type", "application/x-pem-file"), pem);
    } else if (call.kind() == OperationKind.QUERY) {
      // It may look at many documents, and other connections share this thread.
      turns.begin();
      queries.execute(
          () -> {
            answer(context, keepAlive, call);
            end(context, turns);
          });
    } else {
      answer(context, keepAlive, call);
    }
  }

  private static void end(ChannelHandlerContext context, Turns turns) {
    try {
      context.executor().execute(turns::end);
    } catch (RejectedExecutionException e) {
      // The server is closed, and the connection with it.
    }
  }

  /** Where a message ends is not known then, so that the connection ends with its answer. */
  private static void malformed(ChannelHandlerContext context, Throwable cause) {
    boolean tooLong = cause instanceof TooLongFrameException;
    send(
        context,
        false,
        tooLong ? 431 : 400,
        Map.of(),
        RestResponse.refusal(400, "BadRequest", "this is no HTTP: " + cause.getMessage(), 0)
            .bytes());
  }

  /** Whatever fails, the client is told: it would wait, and ask again. */
  private void answer(ChannelHandlerContext context, boolean keepAlive, RestRequest call) {
    try {
      answerOnce(context, keepAlive, call);
    } catch (CosmosException refusal) {
      send(context, keepAlive, call, RestResponse.refusal(refusal));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError fault) {
      send(context, keepAlive, call, RestResponse.fault(fault));
    }
  }

  private void answerOnce(ChannelHandlerContext context, boolean keepAlive, RestRequest call) {
    Optional<Fault> fault = faults.take(call.kind());
    if (fault.isPresent() && fault.get() instanceof Fault.CutBefore) {
      context.close();
      return;
    }
    RestResponse answer =
        fault.isPresent() && fault.get() instanceof Fault.Refuse refuse
            ? refused(refuse.status(), refuse.retryAfterMs())
            : answer(call);
    if (fault.isPresent() && fault.get() instanceof Fault.CutAfter) {
      context.close();
      return;
    }
    send(context, keepAlive, call, answer);
  }

  private void send(
      ChannelHandlerContext context, boolean keepAlive, RestRequest call, RestResponse answer) {
    byte[] body = answer.bytes();
    counter.record(
        call.kind(),
        RequestClassifier.client(call.headers().get(HttpHeaderNames.USER_AGENT)),
        answer.status(),
        call.bodyBytes(),
        body.length,
        answer.requestUnits());
    Map<String, String> headers = new HashMap<>(answer.headers());
    headers.put("x-ms-request-charge", charge(answer.requestUnits()));
    headers.put("x-ms-activity-id", activity(call));
    send(context, keepAlive, answer.status(), headers, body);
  }

  private RestResponse answer(RestRequest call) {
    if (authorization.isPresent() && !isSigned(authorization.get(), call)) {
      return RestResponse.refusal(
          401,
          "Unauthorized",
          "The input authorization token can't serve the request. The wrong key is being used or the"
              + " expected payload is not built as per the protocol.",
          0);
    }
    if (budget.isEmpty()) {
      return router.answer(call);
    }
    long waitMs = budget.get().waitMs();
    if (waitMs > 0) {
      return refused(429, waitMs);
    }
    RestResponse answer = router.answer(call);
    budget.get().charge(answer.requestUnits());
    return answer;
  }

  /** What cannot be read is told so, whoever sends it. */
  private static boolean isSigned(Authorization authorization, RestRequest call) {
    try {
      return authorization.isSigned(call);
    } catch (CosmosException unreadable) {
      return true;
    }
  }

  private static RestResponse refused(int status, long retryAfterMs) {
    RestResponse refusal =
        RestResponse.refusal(
            status,
            String.valueOf(status),
            status == 429
                ? "Request rate is large. More Request Units may be needed, so no changes were made."
                : "refused by slicebench's emulator, as it was told to",
            0);
    if (status != 429 && retryAfterMs == 0) {
      return refusal;
    }
    return refusal
        .with("x-ms-retry-after-ms", String.valueOf(retryAfterMs))
        .with("x-ms-substatus", status == 429 ? "3200" : "0");
  }

  private static String activity(RestRequest call) {
    return call.optional("x-ms-activity-id")
        .filter(given -> ACTIVITY.matcher(given).matches())
        .orElseGet(EmulatorHandler::anyId);
  }

  /** For reading logs, not for secrets. */
  private static String anyId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private static String charge(double requestUnits) {
    return BigDecimal.valueOf(requestUnits).setScale(2, RoundingMode.HALF_UP).toPlainString();
  }

  private static void send(
      ChannelHandlerContext context,
      boolean keepAlive,
      int status,
      Map<String, String> headers,
      byte[] body) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(body));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
        .set("x-ms-gatewayversion", "slicebench-emulator");
    headers.forEach(response.headers()::set);
    if (status != 204 && status != 304) {
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    }
    HttpUtil.setKeepAlive(response, keepAlive);
    if (keepAlive) {
      context.writeAndFlush(response);
    } else {
      context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
