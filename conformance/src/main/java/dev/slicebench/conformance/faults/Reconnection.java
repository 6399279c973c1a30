package dev.slicebench.conformance.faults;

import io.dapr.client.DaprClient;
import io.dapr.v1.DaprGrpc;
import io.grpc.ManagedChannel;
import java.util.List;

/**
 * Connects clients again at once when a fault has ended. By itself gRPC waits for a second after
 * the first connection that it did not get, and longer after the next ones: half of a race's time
 * would pass with nothing under way that a fault could meet.
 *
 * @param clients of the sidecar that was cut off
 */
public record Reconnection(List<DaprClient> clients) implements Runnable {

  /** By all of {@code clients}. */
  public static Reconnection of(DaprClient... clients) {
    return new Reconnection(List.of(clients));
  }

  @Override
  public void run() {
    clients.forEach(
        client ->
            client.newGrpcStub(
                "",
                channel -> {
                  if (channel instanceof ManagedChannel managed) {
                    managed.resetConnectBackoff();
                  }
                  return DaprGrpc.newStub(channel);
                }));
  }
}
