package dev.slicebench.conformance.junit;

import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateStore;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import org.junit.jupiter.api.AfterAll;

/** The published state store tests, extended as a stranger would. */
class EmbeddedStateStoreTest extends StateStoreConformance {

  private static final Sidecar SIDECAR = EmbeddedSidecar.start(Backend.BuiltIn.EMBEDDED_STRICT);
  private static final DaprClient CLIENT =
      new DaprClientBuilder()
          .withPropertyOverride(Properties.GRPC_ENDPOINT, SIDECAR.grpcEndpoint())
          .build();

  @Override
  protected StateStore open() {
    return new DaprStateStore(CLIENT, SIDECAR.info().component().name());
  }

  @Override
  protected boolean hasQuery() {
    return true;
  }

  @AfterAll
  static void stop() throws Exception {
    CLIENT.close();
    SIDECAR.close();
  }
}
