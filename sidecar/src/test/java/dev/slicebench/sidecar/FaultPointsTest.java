package dev.slicebench.sidecar;

import static dev.slicebench.sidecar.Client.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.process.Restartable;
import dev.slicebench.sidecar.process.SidecarException;
import dev.slicebench.sidecar.proxy.Latency;
import dev.slicebench.sidecar.proxy.TcpProxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultPointsTest {

  private static final Duration ROUND_TRIP = Duration.ofMillis(40);
  private static final Optional<Latency> LATENCY =
      Optional.of(Latency.ofRoundTrip(ROUND_TRIP, Duration.ZERO, 1));

  @ParameterizedTest
  @EnumSource(
      value = Backend.BuiltIn.class,
      names = {"REDIS", "POSTGRESQL_V1", "POSTGRESQL", "COSMOSDB"})
  void aCallTakesLongerByWhatLiesOnItsWay(Backend.BuiltIn backend) {
    RealDaprd.assume();
    try (Sidecar sidecar =
            Sidecars.start(SidecarKind.NATIVE, backend, SidecarOptions.delayed(LATENCY, LATENCY));
        Client client = new Client(sidecar)) {
      client.save(item("k", "1"));

      long before = System.nanoTime();
      client.get("k");
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThanOrEqualTo(ROUND_TRIP.multipliedBy(2));
      assertThat(
              sidecar.faultPoints().storeLink().map(TcpProxy::counts).orElseThrow().answerBytes())
          .isPositive();
      assertThat(sidecar.faultPoints().sidecar()).as("was not asked for").isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Backend.BuiltIn.class,
      names = {"SQLITE", "REDIS", "POSTGRESQL_V1", "POSTGRESQL", "COSMOSDB"})
  void aKilledSidecarComesBackWhereItWasWithItsData(Backend.BuiltIn backend) {
    RealDaprd.assume();
    try (Sidecar sidecar = Sidecars.start(SidecarKind.NATIVE, backend, SidecarOptions.BREAKABLE);
        Client client = new Client(sidecar)) {
      assertThat(client.save(item("k", "1"))).isEqualTo(Client.Outcome.OK);
      Restartable daprd = sidecar.faultPoints().sidecar().orElseThrow();

      daprd.kill();
      assertThat(client.save(item("k", "2")).ok()).isFalse();
      daprd.restart();

      try (Client other = new Client(sidecar)) {
        assertThat(other.get("k").getData().toStringUtf8()).isEqualTo("1");
      }
      assertThat(sidecar.failure()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Backend.BuiltIn.class,
      names = {"REDIS", "POSTGRESQL_V1", "POSTGRESQL"})
  void aKilledServerComesBackWhereItWasWithItsData(Backend.BuiltIn backend) {
    RealDaprd.assume();
    try (Sidecar sidecar = Sidecars.start(SidecarKind.NATIVE, backend, SidecarOptions.BREAKABLE);
        Client client = new Client(sidecar)) {
      assertThat(client.save(item("k", "1"))).isEqualTo(Client.Outcome.OK);
      Restartable server = sidecar.faultPoints().server().orElseThrow();

      server.kill();
      assertThat(client.save(item("k", "2")).ok()).isFalse();
      server.restart();

      Client.Outcome outcome;
      int tries = 0;
      do {
        outcome = client.save(item("l", "3"));
      } while (!outcome.ok() && ++tries < 100);
      assertThat(outcome).isEqualTo(Client.Outcome.OK);
      assertThat(client.get("k").getData().toStringUtf8()).isEqualTo("1");
    }
  }

  @Test
  void whatWouldLoseItsDataIsNotToBeKilled() {
    RealDaprd.assume();
    try (Sidecar sidecar =
        Sidecars.start(SidecarKind.NATIVE, Backend.BuiltIn.IN_MEMORY, SidecarOptions.BREAKABLE)) {
      assertThat(sidecar.faultPoints().sidecar()).isEmpty();
      assertThat(sidecar.faultPoints().storeLink()).isEmpty();
      assertThat(sidecar.faultPoints().clientLink()).isPresent();
    }
  }

  @Test
  void anAttachedSidecarHasAProxyBeforeItAndIsNotToBeKilled() {
    try (Sidecar own = EmbeddedSidecar.start(Backend.BuiltIn.IN_MEMORY);
        Sidecar sidecar =
            Sidecars.attach(
                Map.of("DAPR_GRPC_ENDPOINT", own.grpcEndpoint()),
                Optional.empty(),
                SidecarOptions.BREAKABLE);
        Client client = new Client(sidecar)) {
      assertThat(sidecar.grpcAddress()).isNotEqualTo(own.grpcAddress());
      assertThat(client.save(item("k", "1"))).isEqualTo(Client.Outcome.OK);
      sidecar.faultPoints().clientLink().orElseThrow().refuse();
      sidecar.faultPoints().clientLink().orElseThrow().cut();
      assertThat(client.save(item("k", "2")).ok()).isFalse();
      assertThat(sidecar.faultPoints().sidecar()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Backend.BuiltIn.class,
      names = {"IN_MEMORY", "SQLITE"})
  void aStoreInsideDaprdHasNoLatency(Backend.BuiltIn backend) {
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(
            () ->
                Sidecars.start(
                    SidecarKind.NATIVE, backend, SidecarOptions.delayed(Optional.empty(), LATENCY)))
        .withMessageContaining("lies inside daprd: leave out the store latency");
  }

  @Test
  void anEndpointBehindTlsIsNotDelayed() {
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(
            () ->
                Sidecars.attach(
                    Map.of("DAPR_GRPC_ENDPOINT", "https://127.0.0.1:1"),
                    Optional.empty(),
                    SidecarOptions.delayed(LATENCY, Optional.empty())))
        .withMessageContaining("is behind TLS")
        .withMessageContaining("leave out the client latency");
  }
}
