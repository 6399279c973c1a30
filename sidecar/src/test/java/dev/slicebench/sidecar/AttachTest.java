package dev.slicebench.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.daprd.Endpoint;
import dev.slicebench.sidecar.process.Ports;
import dev.slicebench.sidecar.process.SidecarException;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprMetadataProtos.GetMetadataRequest;
import io.dapr.v1.DaprMetadataProtos.GetMetadataResponse;
import io.dapr.v1.DaprMetadataProtos.RegisteredComponents;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AttachTest {

  private @Nullable Server server;
  private volatile boolean demandsToken;

  @AfterEach
  void stop() {
    if (server != null) {
      server.shutdownNow();
    }
  }

  /** A sidecar with components given as {@code name=type}. */
  private int serve(String... components) throws IOException {
    GetMetadataResponse.Builder metadata =
        GetMetadataResponse.newBuilder().setId("orders").setRuntimeVersion("1.17.9");
    for (String component : components) {
      String[] parts = component.split("=", -1);
      metadata.addRegisteredComponents(
          RegisteredComponents.newBuilder()
              .setName(parts[0])
              .setType(parts[1])
              .setVersion("v1")
              .addAllCapabilities(Arrays.asList("ETAG", "TRANSACTIONAL")));
    }
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(
                new DaprGrpc.DaprImplBase() {
                  @Override
                  public void getMetadata(
                      GetMetadataRequest request, StreamObserver<GetMetadataResponse> observer) {
                    observer.onNext(metadata.build());
                    observer.onCompleted();
                  }
                })
            .intercept(new TokenCheck())
            .build()
            .start();
    return server.getPort();
  }

  /**
   * daprd's: with a token set, a call without it is unauthenticated. Here a caller that sends one
   * must send "right", and one that sends none is refused where a token is demanded.
   */
  private final class TokenCheck implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String token =
          headers.get(Metadata.Key.of("dapr-api-token", Metadata.ASCII_STRING_MARSHALLER));
      if (token == null ? demandsToken : !token.equals("right")) {
        call.close(Status.UNAUTHENTICATED, new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return next.startCall(call, headers);
    }
  }

  private static Map<String, String> port(int port) {
    return Map.of("DAPR_GRPC_PORT", String.valueOf(port));
  }

  @Test
  void thePortSufficesWhereThereIsOneStateStore() throws IOException {
    int port = serve("events=pubsub.in-memory", "orders-db=state.redis");
    try (Sidecar sidecar = Sidecars.attach(port(port), Optional.empty())) {
      assertThat(sidecar.grpcAddress()).isEqualTo("127.0.0.1:" + port);
      assertThat(sidecar.grpcEndpoint()).isEqualTo("http://127.0.0.1:" + port);
      SidecarInfo info = sidecar.info();
      assertThat(info.kind()).isEqualTo(SidecarKind.ATTACHED);
      assertThat(info.daprVersion()).isEqualTo("1.17.9");
      assertThat(info.appId()).isEqualTo("orders");
      // A verdict on it takes no other component's place.
      assertThat(info.label()).isEqualTo("attached-redis-v1-orders-db");
      assertThat(info.component().name()).isEqualTo("orders-db");
      assertThat(info.component().type()).isEqualTo("state.redis");
      assertThat(info.component().version()).isEqualTo("v1");
      assertThat(info.component().capabilities())
          .containsExactlyInAnyOrder("ETAG", "TRANSACTIONAL");
    }
    assertThat(Sidecars.attach(port(port), Optional.empty()).failure()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d",
        "127.0.0.1:%d",
        "dns:///127.0.0.1:%d",
        "dns:127.0.0.1:%d",
        "http://localhost:%d?tls=false"
      })
  void theEndpointHasSeveralForms(String form) throws IOException {
    int port = serve("db=state.redis");
    Map<String, String> environment =
        Map.of("DAPR_GRPC_ENDPOINT", form.formatted(port), "DAPR_GRPC_PORT", "1");
    try (Sidecar sidecar = Sidecars.attach(environment, Optional.empty())) {
      assertThat(sidecar.grpcAddress()).endsWith(":" + port);
    }
  }

  @Test
  void anEndpointMayBeBehindTls() {
    assertThat(Endpoint.of(Map.of("DAPR_GRPC_ENDPOINT", "https://dapr.example")))
        .isEqualTo(new Endpoint("dapr.example", 443, true, null, "DAPR_GRPC_ENDPOINT"));
    assertThat(Endpoint.of(Map.of("DAPR_GRPC_ENDPOINT", "dns:///dapr.example:8443?tls=true")))
        .isEqualTo(new Endpoint("dapr.example", 8443, true, null, "DAPR_GRPC_ENDPOINT"));
  }

  @Test
  void theTokenIsSent() throws IOException {
    int port = serve("db=state.redis");
    Map<String, String> right =
        Map.of("DAPR_GRPC_PORT", String.valueOf(port), "DAPR_API_TOKEN", "right");
    assertThat(Sidecars.attach(right, Optional.empty()).info().appId()).isEqualTo("orders");
    Map<String, String> wrong =
        Map.of("DAPR_GRPC_PORT", String.valueOf(port), "DAPR_API_TOKEN", "wrong");
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Sidecars.attach(wrong, Optional.empty()))
        .withMessage(
            "The sidecar at http://127.0.0.1:"
                + port
                + " refuses the API token: set DAPR_API_TOKEN to its own");
  }

  @Test
  void severalStateStoresNeedAName() throws IOException {
    int port = serve("b=state.redis", "a=state.sqlite");
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Sidecars.attach(port(port), Optional.empty()))
        .withMessage(
            "The sidecar has several state stores; name one of them with --component-name:"
                + " a (state.sqlite), b (state.redis)");
    assertThat(Sidecars.attach(port(port), Optional.of("b")).info().component().type())
        .isEqualTo("state.redis");
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Sidecars.attach(port(port), Optional.of("c")))
        .withMessage(
            "The sidecar has no state store 'c'; it has: a (state.sqlite), b (state.redis)");
  }

  /** They may be two servers: a verdict on one says nothing of the other. */
  @Test
  void twoComponentsOfOneTypeAreTwoStores() throws IOException {
    int port = serve("orders=state.redis", "cache=state.redis");

    assertThat(Sidecars.attach(port(port), Optional.of("orders")).info().store())
        .isNotEqualTo(Sidecars.attach(port(port), Optional.of("cache")).info().store())
        .isEqualTo(Sidecars.attach(port(port), Optional.of("orders")).info().store());
  }

  @Test
  void noStateStoreIsAnErrorThatSaysWhatToDo() throws IOException {
    int port = serve("events=pubsub.in-memory");
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Sidecars.attach(port(port), Optional.empty()))
        .withMessage(
            "The sidecar of app 'orders' has no state store: start it with --resources-path on a"
                + " folder with a state component");
  }

  @Test
  void nobodyThereIsOneLine() {
    int port = Ports.free(1)[0];
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Sidecars.attach(port(port), Optional.empty()))
        .withMessage(
            "No Dapr sidecar answers at http://127.0.0.1:"
                + port
                + " (nothing listens there): start one, or correct DAPR_GRPC_PORT (the gRPC port, not the"
                + " HTTP one)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"not-a-url", "http://no-such-host.invalid:50001", "no.invalid:1"})
  void aHostWithoutAnAddressNamesTheVariableThatHoldsIt(String endpoint) {
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Sidecars.attach(Map.of("DAPR_GRPC_ENDPOINT", endpoint), Optional.empty()))
        .withMessageStartingWith("DAPR_GRPC_ENDPOINT names the host '")
        .withMessageContaining("', which has no address here: correct it");
  }

  @Test
  void aDeadEndpointNamesTheVariableThatHoldsIt() {
    String endpoint = "http://127.0.0.1:" + Ports.free(1)[0];
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Sidecars.attach(Map.of("DAPR_GRPC_ENDPOINT", endpoint), Optional.empty()))
        .withMessageContaining("nothing listens there")
        .withMessageContaining("correct DAPR_GRPC_ENDPOINT")
        .withMessageNotContaining("DAPR_GRPC_PORT");
  }

  @Test
  void anHttpServerIsToldFromASidecar() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.start();
    try {
      assertThatExceptionOfType(SidecarException.class)
          .isThrownBy(() -> Sidecars.attach(port(http.getAddress().getPort()), Optional.empty()))
          .withMessageContaining("DAPR_GRPC_PORT")
          .withMessageContaining("HTTP");
    } finally {
      http.stop(0);
    }
  }

  @Test
  void tlsToAPlainPortIsNamed() throws IOException {
    String endpoint = "https://127.0.0.1:" + serve("db=state.redis");
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Sidecars.attach(Map.of("DAPR_GRPC_ENDPOINT", endpoint), Optional.empty()))
        .withMessageContaining("speaks no TLS")
        .withMessageContaining("correct DAPR_GRPC_ENDPOINT; http:// is without TLS");
  }

  @Test
  void aMissingTokenIsAskedFor() throws IOException {
    demandsToken = true;
    int port = serve("db=state.redis");
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Sidecars.attach(port(port), Optional.empty()))
        .withMessage(
            "The sidecar at http://127.0.0.1:"
                + port
                + " wants an API token: set DAPR_API_TOKEN to it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a b", "tökén"})
  void aTokenThatCanBeNoneIsRefused(String token) {
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(
            () ->
                Sidecars.attach(
                    Map.of("DAPR_GRPC_PORT", "1", "DAPR_API_TOKEN", token), Optional.empty()))
        .withMessageStartingWith("DAPR_API_TOKEN holds what no token does");
  }

  @Test
  void aPortThatIsSilentIsGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThatExceptionOfType(SidecarException.class)
          .isThrownBy(() -> Sidecars.attach(port(silent.getLocalPort()), Optional.empty()))
          .withMessageContaining("DAPR_GRPC_PORT");
    }
  }

  @Test
  void askingSaysWhatIsThere() throws IOException {
    int port = serve("b=state.redis", "a=state.sqlite");
    assertThat(Sidecars.ask(port(port)))
        .isEqualTo(
            "http://127.0.0.1:"
                + port
                + ": daprd 1.17.9 of app 'orders'; state stores: a (state.sqlite), b (state.redis)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0", "70000", "-1", "50001.5", "99999999999"})
  void aPortMustBeOne(String port) {
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Sidecars.attach(Map.of("DAPR_GRPC_PORT", port), Optional.empty()))
        .withMessage(
            "DAPR_GRPC_PORT is '" + port + "', which is no port: give a number from 1 to 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://x:1", "http://", "127.0.0.1:99999", "a b"})
  void anEndpointMustBeOne(String endpoint) {
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Sidecars.attach(Map.of("DAPR_GRPC_ENDPOINT", endpoint), Optional.empty()))
        .withMessageStartingWith(
            "DAPR_GRPC_ENDPOINT is '" + endpoint + "', which is no endpoint: write it like");
  }

  @Test
  void theEnvironmentSaysWhetherThereIsOneToAttachTo() {
    assertThat(Sidecars.attachable(Map.of())).isFalse();
    assertThat(Sidecars.attachable(Map.of("DAPR_GRPC_PORT", " "))).isFalse();
    assertThat(Sidecars.attachable(Map.of("DAPR_GRPC_PORT", "1"))).isTrue();
    assertThat(Sidecars.attachable(Map.of("DAPR_GRPC_ENDPOINT", "h:1"))).isTrue();
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Sidecars.attach(Map.of(), Optional.empty()))
        .withMessageStartingWith("No sidecar to attach to: set DAPR_GRPC_PORT");
  }
}
