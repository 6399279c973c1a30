package dev.slicebench.sidecar;

import static dev.slicebench.sidecar.Client.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.process.Ports;
import dev.slicebench.sidecar.process.SidecarException;
import io.dapr.v1.DaprProtos.ShutdownRequest;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class EmbeddedProcessTest {

  @Test
  void itRunsInAProcessOfItsOwnAndSaysWhatItIs() throws Exception {
    EmbeddedProcess sidecar = EmbeddedProcess.start(Backend.BuiltIn.REDIS, SidecarOptions.PLAIN, 0);
    Process process = sidecar.process();
    try (sidecar;
        Client client = new Client(sidecar)) {
      assertThat(client.save(item("k", "1"))).isEqualTo(Client.Outcome.OK);
      assertThat(client.etag("k")).isEqualTo("1");
      assertThat(sidecar.info().kind()).isEqualTo(SidecarKind.EMBEDDED);
      assertThat(sidecar.info().component().type()).isEqualTo("state.redis");
      assertThat(sidecar.info().description())
          .isEqualTo(
              "slicebench's embedded sidecar in a process of its own: not Dapr, it mimics daprd"
                  + " 1.18.1");
      Sidecar attached =
          Sidecars.attach(Map.of("DAPR_GRPC_ENDPOINT", sidecar.grpcEndpoint()), Optional.empty());
      assertThat(attached.info().daprVersion()).isEqualTo("1.18.1-slicebench-embedded");
      assertThat(process.isAlive()).isTrue();
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void itListensOnThePortAskedForOrSaysThatItIsTaken() {
    int port = Ports.free(1)[0];
    try (Sidecar sidecar =
        Sidecars.start(
            SidecarKind.EMBEDDED, Backend.BuiltIn.IN_MEMORY, SidecarOptions.onPort(port))) {
      assertThat(sidecar.grpcAddress()).endsWith(":" + port);
      assertThatThrownBy(
              () ->
                  Sidecars.start(
                      SidecarKind.EMBEDDED, Backend.BuiltIn.IN_MEMORY, SidecarOptions.onPort(port)))
          .isInstanceOf(SidecarException.class)
          .hasMessageStartingWith("Port " + port + " cannot be had")
          .hasMessageEndingWith("choose another, or none");
    }
  }

  @Test
  void oneThatIsToldToShutDownIsSeenToHaveEnded() throws Exception {
    EmbeddedProcess sidecar =
        EmbeddedProcess.start(Backend.BuiltIn.IN_MEMORY, SidecarOptions.PLAIN, 0);
    Process process = sidecar.process();
    try (sidecar;
        Client client = new Client(sidecar)) {
      client.call(stub -> stub.shutdown(ShutdownRequest.getDefaultInstance()));
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      String failure = sidecar.failure().orElseThrow();
      assertThat(failure).startsWith("the embedded sidecar has ended with exit status 0");
      Files.delete(KeptLog.of(failure));
    }
  }

  @Test
  void anInterceptorSeesEveryCallOfTheOneInThisJvm() {
    AtomicInteger calls = new AtomicInteger();
    ServerInterceptor counter =
        new ServerInterceptor() {
          @Override
          public <Q, A> ServerCall.Listener<Q> interceptCall(
              ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            calls.incrementAndGet();
            return next.startCall(call, headers);
          }
        };
    try (Sidecar sidecar = EmbeddedSidecar.start(Backend.BuiltIn.EMBEDDED_STRICT, counter);
        Client client = new Client(sidecar)) {
      client.save(item("k", "1"));
      client.get("k");
      assertThat(calls).hasValue(2);
    }
  }
}
