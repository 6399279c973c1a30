package dev.slicebench.sidecar;

import dev.slicebench.sidecar.SidecarInfo.Component;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A daprd of our own, as a child process, with all switched off that a measurement could see. */
final class NativeSidecar implements Sidecar {

  private static final String APP_ID_PREFIX = "es-test-";
  private static final int ATTEMPTS = 3;
  private static final Duration READY = Duration.ofSeconds(30);

  /** The resolver does not exist in this build of daprd, which then has none: no multicast. */
  private static final String CONFIGURATION =
      """
      apiVersion: dapr.io/v1alpha1
      kind: Configuration
      metadata:
        name: slicebench
      spec:
        metric:
          enabled: false
        tracing:
          samplingRate: "0"
        nameResolution:
          component: none
        features:
        - name: HotReload
          enabled: false
      """;

  private final Belongings belongings;
  private final Process process;
  private final Path log;
  private final Endpoint endpoint;
  private final SidecarInfo info;
  private final Optional<CosmosMeter> meter;
  private boolean closed;
  private @Nullable String failure;

  private NativeSidecar(
      Belongings belongings,
      Process process,
      Path log,
      Endpoint endpoint,
      SidecarInfo info,
      Optional<CosmosMeter> meter) {
    this.belongings = belongings;
    this.process = process;
    this.log = log;
    this.endpoint = endpoint;
    this.info = info;
    this.meter = meter;
  }

  /**
   * Starts {@code daprd} over {@code backend} and waits until it answers.
   *
   * @param ports gives as many free ports as asked for
   */
  static NativeSidecar start(Path daprd, Backend backend, IntFunction<int[]> ports) {
    Belongings belongings = Belongings.create();
    try {
      return start(daprd, backend, ports, belongings);
    } catch (IOException e) {
      belongings.close();
      throw new SidecarException(
          "daprd could not be started from " + daprd + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      belongings.close();
      throw e;
    }
  }

  private static NativeSidecar start(
      Path daprd, Backend backend, IntFunction<int[]> ports, Belongings belongings)
      throws IOException {
    Path resources = Files.createDirectory(belongings.folder().resolve("resources"));
    Path configuration =
        Files.writeString(belongings.folder().resolve("configuration.yaml"), CONFIGURATION);
    String name = BackendServer.NAME;
    String description;
    Optional<CosmosMeter> meter = Optional.empty();
    if (backend instanceof Backend.ComponentFile file) {
      ComponentResource resource = ComponentResource.read(file.path());
      Files.writeString(resources.resolve("component.yaml"), resource.yaml());
      name = resource.name();
      description = resource.type() + " " + resource.version() + " of " + backend.label();
    } else {
      BackendServer server =
          backend instanceof Backend.CosmosEndpoint endpoint
              ? CosmosServer.of(endpoint, belongings)
              : BackendServer.start((Backend.BuiltIn) backend, belongings);
      Files.writeString(resources.resolve("component.yaml"), server.componentYaml());
      description = server.description();
      meter = server.meter();
    }
    // Its own, so that another sidecar, should it have the port, is not taken for this one.
    String appId = APP_ID_PREFIX + String.format("%08x", new SecureRandom().nextInt());
    for (int attempt = 1; ; attempt++) {
      int[] free = ports.apply(3);
      Path log = belongings.folder().resolve("daprd-" + attempt + ".log");
      Process process =
          belongings.start(
              command(daprd, appId, belongings.folder(), resources, configuration, free, log));
      Endpoint endpoint = Endpoint.local(free[0]);
      Optional<Probe> probe = await(process, endpoint, appId);
      if (probe.isPresent()) {
        Component component = probe.get().store(Optional.of(name));
        SidecarInfo info =
            new SidecarInfo(
                SidecarKind.NATIVE,
                probe.get().version(),
                probe.get().appId(),
                component,
                description,
                describe(probe.get().version()) + ", started by slicebench");
        return new NativeSidecar(belongings, process, log, endpoint, info, meter);
      }
      String reason = Logs.lastFatal(log);
      boolean portTaken =
          reason.contains("address already in use") || reason.contains("could not listen");
      if (!portTaken || attempt == ATTEMPTS) {
        throw new SidecarException(
            "daprd did not start over "
                + backend.label()
                + ": "
                + reason
                + " (log: "
                + belongings.keep(log)
                + ")",
            null);
      }
    }
  }

  private static String describe(String version) {
    return version.equals("edge")
        ? "a daprd that was built without its version ('edge')"
        : "daprd " + version;
  }

  private static ProcessBuilder command(
      Path daprd,
      String appId,
      Path folder,
      Path resources,
      Path configuration,
      int[] ports,
      Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(
                daprd.toString(),
                "--mode=standalone",
                "--app-id=" + appId,
                "--dapr-grpc-port=" + ports[0],
                "--dapr-http-port=" + ports[1],
                "--dapr-internal-grpc-port=" + ports[2],
                "--dapr-listen-addresses=127.0.0.1",
                "--dapr-internal-grpc-listen-address=127.0.0.1",
                "--resources-path=" + resources,
                "--config=" + configuration,
                "--enable-metrics=false",
                "--enable-mtls=false",
                "--log-level=warn")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    // What the user has set for a sidecar of their own must not reach this one.
    environment
        .keySet()
        .removeIf(variable -> variable.startsWith("DAPR_") || variable.startsWith("OTEL_"));
    environment.put("DAPR_HOST_IP", "127.0.0.1");
    return builder;
  }

  /** Waits until the sidecar answers; empty if it ends before, or takes too long. */
  private static Optional<Probe> await(Process process, Endpoint endpoint, String appId) {
    long deadlineNanos = System.nanoTime() + READY.toNanos();
    while (process.isAlive() && System.nanoTime() < deadlineNanos) {
      try {
        Probe probe = Probe.ask(endpoint, Duration.ofSeconds(2));
        if (probe.appId().equals(appId)) {
          return Optional.of(probe);
        }
      } catch (StatusRuntimeException e) {
        // Not yet.
      }
      try {
        process.waitFor(20, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    return Optional.empty();
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
  public Optional<CosmosMeter> cosmos() {
    return meter;
  }

  @Override
  public synchronized Optional<String> failure() {
    if (failure == null && !closed && !process.isAlive() && !Janitor.INSTANCE.ending()) {
      failure =
          "daprd has ended with exit status "
              + process.exitValue()
              + ": "
              + Logs.lastFatal(log)
              + " (log: "
              + belongings.keep(log)
              + ")";
    }
    return Optional.ofNullable(failure);
  }

  @Override
  public synchronized void close() {
    closed = true;
    failure = null;
    belongings.close();
  }

  /** daprd's process. */
  Process process() {
    return process;
  }

  /** Where everything of it lies. */
  Path folder() {
    return belongings.folder();
  }
}
