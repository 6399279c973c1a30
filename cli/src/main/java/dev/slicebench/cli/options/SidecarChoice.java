package dev.slicebench.cli.options;

import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend;
import java.util.List;
import java.util.Optional;

/**
 * Which sidecar a run uses, and which backends.
 *
 * @param backends one run each; empty where the sidecar brings its own
 */
public record SidecarChoice(SidecarKind kind, List<Backend> backends) {

  /** What the machine offers. */
  public record Surroundings(boolean attachable, boolean daprd) {}

  /**
   * Returns the choice for what was asked; without a wish, the sidecar that somebody else runs,
   * else a daprd, else the embedded one.
   *
   * @throws IllegalArgumentException if the wishes contradict each other; the message says how
   */
  public static SidecarChoice of(
      Optional<SidecarKind> wanted, List<Backend> backends, Surroundings here) {
    SidecarKind kind =
        wanted.orElseGet(
            () -> {
              if (here.attachable && backends.isEmpty()) {
                return SidecarKind.ATTACHED;
              }
              boolean own = backends.stream().allMatch(Backend.BuiltIn.class::isInstance);
              return here.daprd || !own ? SidecarKind.NATIVE : SidecarKind.EMBEDDED;
            });
    if (kind != SidecarKind.ATTACHED) {
      return new SidecarChoice(kind, backends.isEmpty() ? List.of(usual(kind)) : backends);
    }
    if (!backends.isEmpty()) {
      throw new IllegalArgumentException(
          "an attached sidecar brings its own store: leave out --backend, --component and"
              + " --cosmos-endpoint, or take --sidecar native");
    }
    return new SidecarChoice(kind, List.of());
  }

  /**
   * Returns whether it is the embedded sidecar for want of a daprd, and not since somebody wished
   * it.
   */
  boolean isStandIn(Optional<SidecarKind> wanted) {
    return kind == SidecarKind.EMBEDDED && wanted.isEmpty();
  }

  private static Backend usual(SidecarKind kind) {
    return kind == SidecarKind.NATIVE ? Backend.BuiltIn.POSTGRESQL : Backend.BuiltIn.COSMOSDB;
  }
}
