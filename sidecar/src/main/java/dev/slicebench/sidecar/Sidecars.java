package dev.slicebench.sidecar;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds and starts sidecars. */
public final class Sidecars {

  private Sidecars() {}

  /**
   * Whether the environment names a sidecar to attach to ({@code DAPR_GRPC_ENDPOINT} or {@code
   * DAPR_GRPC_PORT}).
   */
  public static boolean attachable(Map<String, String> environment) {
    return environment.containsKey("DAPR_GRPC_PORT");
  }

  /**
   * Attaches to the sidecar that the environment names.
   *
   * @param componentName the state store to use; empty where the sidecar has just one
   * @throws SidecarException if it does not answer, or has no such state store
   */
  public static Sidecar attach(Map<String, String> environment, Optional<String> componentName) {
    throw new UnsupportedOperationException();
  }

  /**
   * Starts a sidecar of {@code kind} over {@code backend} and waits until it answers.
   *
   * @throws SidecarException if this machine does not offer it
   */
  public static Sidecar start(SidecarKind kind, Backend backend) {
    throw new UnsupportedOperationException();
  }

  /** What this machine offers, and why not the rest. */
  public static List<Offer> offers() {
    throw new UnsupportedOperationException();
  }

  /**
   * A sidecar that could be started.
   *
   * @param problem why it cannot be, and the fix; empty where it can
   */
  public record Offer(SidecarKind kind, Backend.BuiltIn backend, Optional<String> problem) {}
}
