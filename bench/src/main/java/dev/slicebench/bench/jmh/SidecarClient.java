package dev.slicebench.bench.jmh;

import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;

/** A Dapr client for one sidecar, whatever the environment says. */
public final class SidecarClient implements AutoCloseable {

  private final DaprClient dapr;

  /** For the sidecar whose gRPC API is at {@code grpcEndpoint}, a URI. */
  public SidecarClient(String grpcEndpoint) {
    this.dapr =
        new DaprClientBuilder()
            .withPropertyOverride(Properties.GRPC_ENDPOINT, grpcEndpoint)
            .build();
  }

  /** Returns the client. */
  public DaprClient dapr() {
    return dapr;
  }

  @Override
  public void close() {
    try {
      dapr.close();
    } catch (Exception e) {
      throw new IllegalStateException("the Dapr client did not close: " + e.getMessage(), e);
    }
  }
}
