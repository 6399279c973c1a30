package dev.slicebench.sidecar;

import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.backend.BackendServer;
import dev.slicebench.sidecar.daprd.Daprd;
import dev.slicebench.sidecar.daprd.Endpoint;
import dev.slicebench.sidecar.daprd.SidecarMetadata;
import dev.slicebench.sidecar.process.Ports;
import dev.slicebench.sidecar.process.SidecarException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Finds and starts sidecars. */
public final class Sidecars {

  private Sidecars() {}

  /**
   * Returns whether the environment names a sidecar to attach to ({@code DAPR_GRPC_ENDPOINT} or
   * {@code DAPR_GRPC_PORT}).
   */
  public static boolean attachable(Map<String, String> environment) {
    return !environment.getOrDefault("DAPR_GRPC_ENDPOINT", "").isBlank()
        || !environment.getOrDefault("DAPR_GRPC_PORT", "").isBlank();
  }

  /**
   * Attaches to the sidecar that the environment names; {@code DAPR_API_TOKEN} is sent where it is
   * set.
   *
   * @param componentName the state store to use; empty where the sidecar has just one
   * @throws SidecarException if it does not answer, or has no such state store
   */
  public static Sidecar attach(Map<String, String> environment, Optional<String> componentName) {
    return attach(environment, componentName, SidecarOptions.PLAIN);
  }

  /**
   * As {@link #attach(Map, Optional)}, with a proxy before it where the options ask for one.
   *
   * @throws SidecarException also if it cannot be had like this
   */
  public static Sidecar attach(
      Map<String, String> environment, Optional<String> componentName, SidecarOptions options) {
    return new AttachedSidecar(Endpoint.of(environment), componentName, options);
  }

  /**
   * Starts a sidecar of {@code kind} over {@code backend} on a free port and waits until it
   * answers. It runs in a process of its own, and ends with {@link Sidecar#close()}, with this JVM,
   * or when this JVM is killed.
   *
   * @throws SidecarException if this machine does not offer it
   */
  public static Sidecar start(SidecarKind kind, Backend backend) {
    return start(kind, backend, SidecarOptions.PLAIN);
  }

  /**
   * As {@link #start(SidecarKind, Backend)}, as the options say.
   *
   * @throws SidecarException if this machine does not offer it, it cannot be had like this, or the
   *     port is taken
   */
  public static Sidecar start(SidecarKind kind, Backend backend, SidecarOptions options) {
    options.requireFor(kind, backend);
    IntFunction<int[]> ports =
        options.grpcPort().isPresent()
            ? count -> Ports.with(options.grpcPort().getAsInt(), count)
            : Ports::free;
    return switch (kind) {
      case ATTACHED ->
          throw new SidecarException(
              "A sidecar to attach to is not started here: set DAPR_GRPC_PORT to one that runs",
              null);
      case DOCKER -> DockerSidecar.start(backend, ports.apply(1)[0]);
      case NATIVE -> {
        Path daprd = Daprd.find(System.getProperty(Daprd.PROPERTY), System.getenv());
        Daprd.version(daprd);
        yield NativeSidecar.start(daprd, backend, options, ports);
      }
      case EMBEDDED -> EmbeddedProcess.start(backend, options, ports.apply(1)[0]);
    };
  }

  /**
   * Returns the daprd binary that a native sidecar would run; empty where there is none.
   *
   * @throws SidecarException if one is named that is no executable file: nothing takes its place
   */
  public static Optional<Path> daprd() {
    return Daprd.look(System.getProperty(Daprd.PROPERTY), System.getenv());
  }

  /**
   * Asks the sidecar that the environment names what it is; writes nothing.
   *
   * @return its version, app and state stores, in words
   * @throws SidecarException if it does not answer; the message says what was seen, and the fix
   */
  public static String ask(Map<String, String> environment) {
    Endpoint endpoint = Endpoint.of(environment);
    SidecarMetadata probe = AttachedSidecar.ask(endpoint);
    return "%s: daprd %s of app '%s'; state stores: %s"
        .formatted(
            endpoint.uri(),
            probe.version(),
            probe.appId(),
            probe.stores().isEmpty() ? "none" : probe.storeNames());
  }

  /**
   * Returns the daprd binary that a native sidecar would run, in the environment given.
   *
   * @throws SidecarException if there is none, or the one that is named is no executable file
   */
  public static Path findDaprd(Map<String, String> environment) {
    return Daprd.find(System.getProperty(Daprd.PROPERTY), environment);
  }

  /**
   * Runs a daprd for its version.
   *
   * @throws SidecarException if it is none; the message says what it answered
   */
  public static String daprdVersion(Path daprd) {
    return Daprd.version(daprd);
  }

  /** Says why no Docker engine can be used here; empty where one answers. */
  public static Optional<String> dockerProblem() {
    return DockerSidecar.problem();
  }

  /** Returns what this machine offers, and why not the rest; nothing is started. */
  public static List<Offer> offers() {
    return offers(System.getProperty(Daprd.PROPERTY), System.getenv());
  }

  static List<Offer> offers(@Nullable String daprd, Map<String, String> environment) {
    Optional<String> noDaprd = Optional.empty();
    try {
      Daprd.find(daprd, environment);
    } catch (SidecarException e) {
      noDaprd = Optional.ofNullable(e.getMessage());
    }
    Optional<String> noDocker = DockerSidecar.problem();
    List<Offer> offers = new ArrayList<>();
    for (Backend.BuiltIn backend : Backend.BuiltIn.values()) {
      if (backend != Backend.BuiltIn.EMBEDDED_STRICT) {
        offers.add(
            new Offer(
                SidecarKind.NATIVE, backend, noDaprd.or(() -> BackendServer.problem(backend))));
      }
      if (DockerSidecar.knows(backend)) {
        offers.add(new Offer(SidecarKind.DOCKER, backend, noDocker));
      }
      offers.add(new Offer(SidecarKind.EMBEDDED, backend, Optional.empty()));
    }
    return offers;
  }

  /**
   * A sidecar that could be started.
   *
   * @param problem why it cannot be, and the fix; empty where it can
   */
  public record Offer(SidecarKind kind, Backend.BuiltIn backend, Optional<String> problem) {}
}
