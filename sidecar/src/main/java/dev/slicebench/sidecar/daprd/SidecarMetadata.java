package dev.slicebench.sidecar.daprd;

import dev.slicebench.evidence.SidecarInfo.Component;
import dev.slicebench.sidecar.process.SidecarException;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprMetadataProtos.GetMetadataRequest;
import io.dapr.v1.DaprMetadataProtos.GetMetadataResponse;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A sidecar's own description of itself.
 *
 * @param stores its state store components
 */
public record SidecarMetadata(String version, String appId, List<Component> stores) {

  /**
   * Asks the sidecar at {@code endpoint}, once.
   *
   * @throws StatusRuntimeException if it does not answer in time, or refuses
   */
  public static SidecarMetadata ask(Endpoint endpoint, Duration timeout) {
    return of(answer(endpoint, timeout));
  }

  /**
   * Asks the sidecar at {@code endpoint}, once, for a value of its extended metadata.
   *
   * @return the value; empty where there is none of the name
   * @throws StatusRuntimeException if it does not answer in time, or refuses
   */
  public static String askExtended(Endpoint endpoint, String name, Duration timeout) {
    return answer(endpoint, timeout).getExtendedMetadataOrDefault(name, "");
  }

  private static GetMetadataResponse answer(Endpoint endpoint, Duration timeout) {
    ManagedChannel channel = endpoint.channel();
    try {
      return DaprGrpc.newBlockingStub(channel)
          .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
          .getMetadata(GetMetadataRequest.getDefaultInstance());
    } finally {
      channel.shutdownNow();
    }
  }

  /** Returns its state stores with their types, in order. */
  public String storeNames() {
    return stores.stream()
        .map(store -> store.name() + " (" + store.type() + ")")
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static SidecarMetadata of(GetMetadataResponse metadata) {
    return new SidecarMetadata(
        metadata.getRuntimeVersion(),
        metadata.getId(),
        metadata.getRegisteredComponentsList().stream()
            .filter(component -> component.getType().startsWith("state."))
            .map(
                component ->
                    new Component(
                        component.getName(),
                        component.getType(),
                        component.getVersion().isEmpty() ? "v1" : component.getVersion(),
                        Set.copyOf(component.getCapabilitiesList())))
            .toList());
  }

  /**
   * Returns the state store to use.
   *
   * @param name its name; empty where there is just one
   * @throws SidecarException if there is none, or not this one, or the choice is not clear
   */
  public Component store(Optional<String> name) {
    if (stores.isEmpty()) {
      throw new SidecarException(
          "The sidecar of app '"
              + appId
              + "' has no state store: start it with --resources-path on a folder with a state component",
          null);
    }
    String names = storeNames();
    if (name.isEmpty()) {
      if (stores.size() > 1) {
        throw new SidecarException(
            "The sidecar has several state stores; name one of them with --component-name: "
                + names,
            null);
      }
      return stores.get(0);
    }
    return stores.stream()
        .filter(store -> store.name().equals(name.get()))
        .findFirst()
        .orElseThrow(
            () ->
                new SidecarException(
                    "The sidecar has no state store '" + name.get() + "'; it has: " + names, null));
  }
}
