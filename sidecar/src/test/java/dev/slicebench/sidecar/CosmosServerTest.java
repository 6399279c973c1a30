package dev.slicebench.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.cosmos.CosmosAccount;
import dev.slicebench.cosmos.CosmosEmulator;
import dev.slicebench.cosmos.wire.MasterKey;
import dev.slicebench.evidence.Charges;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend.CosmosContainer;
import dev.slicebench.sidecar.backend.Backend.CosmosEndpoint;
import dev.slicebench.sidecar.backend.CosmosMeter;
import dev.slicebench.sidecar.process.SidecarException;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A daprd over any Cosmos DB endpoint. */
class CosmosServerTest {

  private static final String SECRET = "c2VjcmV0c2VjcmV0";

  private CosmosEmulator emulator;
  private CosmosAccount account;

  @BeforeEach
  void start() throws IOException {
    RealDaprd.assume();
    emulator = CosmosEmulator.builder().key(MasterKey.of(SECRET)).start();
    account = CosmosAccount.at(emulator.endpoint(), MasterKey.of(SECRET));
  }

  @AfterEach
  void stop() {
    if (emulator != null) {
      emulator.close();
    }
  }

  @Test
  void makesADatabaseAndRemovesItAndCountsWhatPasses() throws IOException {
    try (Sidecar sidecar = start(endpoint(SECRET, Optional.empty()))) {
      CosmosMeter meter = sidecar.cosmos().orElseThrow();
      assertThat(meter.charges()).isEqualTo(Charges.MODELLED);
      assertThat(meter.traffic().requests()).isPositive();
      assertThat(sidecar.info().toString())
          .contains("a Cosmos DB emulator at 127.0.0.1")
          .doesNotContain(SECRET);
    }
    assertThat(
            emulator.traffic().lines().stream()
                .mapToLong(line -> line.statuses().getOrDefault(204, 0L))
                .sum())
        .as("the database is removed")
        .isEqualTo(1);
  }

  @Test
  void leavesAContainerThatItDidNotMake() throws IOException {
    account.createDatabase("mine");
    account.createContainer("mine", "events");

    start(endpoint(SECRET, Optional.of(new CosmosContainer("mine", "events")))).close();

    account.requireContainer("mine", "events");
  }

  @Test
  void saysWhatIsWrongAndNeverTheKey() {
    assertThatThrownBy(() -> start(endpoint("d3Jvbmd3cm9uZw==", Optional.empty())))
        .isInstanceOf(SidecarException.class)
        .hasMessageContaining("the key is not this account's")
        .hasMessageNotContaining("d3Jvbmd3cm9uZw");
    assertThatThrownBy(
            () -> start(endpoint(SECRET, Optional.of(new CosmosContainer("none", "events")))))
        .isInstanceOf(SidecarException.class)
        .hasMessageContaining("none/events")
        .hasMessageContaining("look at the names");
    emulator.close();
    assertThatThrownBy(() -> start(endpoint(SECRET, Optional.empty())))
        .isInstanceOf(SidecarException.class)
        .hasMessageContaining("cannot be used");
  }

  private CosmosEndpoint endpoint(String key, Optional<CosmosContainer> container) {
    URI uri = emulator.endpoint();
    return new CosmosEndpoint(uri, MasterKey.of(key), Optional.empty(), container);
  }

  private static Sidecar start(CosmosEndpoint endpoint) {
    return Sidecars.start(SidecarKind.NATIVE, endpoint);
  }
}
