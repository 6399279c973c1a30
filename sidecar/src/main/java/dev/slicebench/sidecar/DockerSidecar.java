package dev.slicebench.sidecar;

import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.sidecar.daprd.Endpoint;
import dev.slicebench.sidecar.daprd.SidecarMetadata;
import dev.slicebench.sidecar.docker.DockerServices;
import dev.slicebench.sidecar.process.Logs;
import dev.slicebench.sidecar.process.ProcessScope;
import dev.slicebench.sidecar.process.ShutdownHooks;
import dev.slicebench.sidecar.process.SidecarException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.testcontainers.containers.GenericContainer;

/** daprd and its store in Docker, as {@code docker-compose.yml} describes them. */
final class DockerSidecar implements Sidecar {

  /** The service that is the sidecar, for each backend that the compose file has. */
  private static final Map<BuiltIn, String> SERVICES =
      Map.of(
          BuiltIn.COSMOSDB, "daprd",
          BuiltIn.REDIS, "daprd-redis",
          BuiltIn.POSTGRESQL, "daprd-postgresql");

  private static final int GRPC_PORT = 50001;
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration READY = Duration.ofSeconds(60);

  private final ProcessScope scope;
  private final GenericContainer<?> daprd;
  private final Endpoint endpoint;
  private final SidecarInfo info;
  private boolean closed;

  private DockerSidecar(
      ProcessScope scope, GenericContainer<?> daprd, Endpoint endpoint, SidecarInfo info) {
    this.scope = scope;
    this.daprd = daprd;
    this.endpoint = endpoint;
    this.info = info;
  }

  /** Returns whether the compose file has this backend. */
  static boolean knows(BuiltIn backend) {
    return SERVICES.containsKey(backend);
  }

  /** Returns why this machine cannot run it; nothing is pulled or started. */
  static Optional<String> problem() {
    try {
      Process docker =
          new ProcessBuilder("docker", "version", "--format", "{{.Server.Version}}")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (docker.waitFor(ANSWER.toSeconds(), TimeUnit.SECONDS) && docker.exitValue() == 0) {
        return Optional.empty();
      }
      docker.destroyForcibly();
      return Optional.of(
          "no Docker engine answers here: start one, or set DOCKER_HOST to where it is");
    } catch (IOException e) {
      return Optional.of("no 'docker' on the PATH: install Docker");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted while asking Docker");
    }
  }

  /**
   * Starts daprd over {@code backend} and waits until it answers.
   *
   * @param grpcPort its gRPC port on this machine
   */
  static DockerSidecar start(Backend backend, int grpcPort) {
    String service = backend instanceof BuiltIn builtIn ? SERVICES.get(builtIn) : null;
    if (service == null) {
      throw new SidecarException(
          "docker-compose.yml has no service for "
              + backend.label()
              + ": use --sidecar native, or another --backend",
          null);
    }
    problem()
        .ifPresent(
            problem -> {
              throw new SidecarException(problem, null);
            });
    ProcessScope scope = ProcessScope.create();
    try {
      return start(service, grpcPort, scope);
    } catch (RuntimeException e) {
      scope.close();
      throw e instanceof SidecarException
          ? e
          : new SidecarException(
              "Docker could not start it: " + firstLine(e) + " (" + firstLine(root(e)) + ")", e);
    }
  }

  private static DockerSidecar start(String service, int grpcPort, ProcessScope scope) {
    DockerServices services = new DockerServices(scope);
    GenericContainer<?> daprd = services.start(service, Map.of(GRPC_PORT, grpcPort));
    Endpoint endpoint = Endpoint.local(grpcPort);
    SidecarMetadata probe = await(daprd, endpoint, scope);
    return new DockerSidecar(
        scope,
        daprd,
        endpoint,
        new SidecarInfo(
            SidecarKind.DOCKER,
            probe.version(),
            probe.appId(),
            probe.store(Optional.empty()),
            services.imageOfNetwork(service) + " in Docker",
            services.image(service) + " in Docker, started by slicebench"));
  }

  private static SidecarMetadata await(
      GenericContainer<?> daprd, Endpoint endpoint, ProcessScope scope) {
    long deadlineNanos = System.nanoTime() + READY.toNanos();
    while (daprd.isRunning() && System.nanoTime() < deadlineNanos) {
      try {
        return SidecarMetadata.ask(endpoint, Duration.ofSeconds(2));
      } catch (StatusRuntimeException e) {
        // Not yet.
      }
    }
    throw new SidecarException("daprd did not start in Docker: " + lastWords(daprd, scope), null);
  }

  private static String lastWords(GenericContainer<?> daprd, ProcessScope scope) {
    Path log = scope.folder().resolve("daprd.log");
    try {
      Files.writeString(log, daprd.getLogs());
    } catch (IOException | RuntimeException e) {
      return "its log cannot be had: " + firstLine(e);
    }
    return Logs.lastFatal(log) + " (log: " + scope.keep(log) + ")";
  }

  private static Throwable root(Throwable failure) {
    return failure.getCause() == null ? failure : root(failure.getCause());
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).strip().lines().findFirst().orElse("no reason");
  }

  /** Ends daprd as if it had died. */
  void kill() {
    daprd.getDockerClient().killContainerCmd(daprd.getContainerId()).exec();
  }

  @Override
  public SidecarInfo info() {
    return info;
  }

  @Override
  public String grpcAddress() {
    return endpoint.address();
  }

  @Override
  public synchronized Optional<String> failure() {
    if (closed || ShutdownHooks.INSTANCE.ending() || daprd.isRunning()) {
      return Optional.empty();
    }
    return Optional.of("daprd has ended in Docker: " + lastWords(daprd, scope));
  }

  @Override
  public synchronized void close() {
    closed = true;
    scope.close();
  }
}
