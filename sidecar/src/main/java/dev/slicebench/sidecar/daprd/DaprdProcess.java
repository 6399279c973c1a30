package dev.slicebench.sidecar.daprd;

import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.process.Logs;
import dev.slicebench.sidecar.process.ProcessScope;
import dev.slicebench.sidecar.process.RestartableProcess;
import dev.slicebench.sidecar.process.SidecarException;
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

/**
 * A daprd as a child process.
 *
 * @param probe what it said when it started
 * @param log what it writes
 */
public record DaprdProcess(
    RestartableProcess process, Endpoint endpoint, SidecarMetadata probe, Path log) {

  private static final String APP_ID_PREFIX = "es-test-";
  private static final int ATTEMPTS = 3;
  private static final Duration READY = Duration.ofSeconds(30);

  /** For as long as deleting may take. */
  private static final Duration GOES_ON_AFTER_A_SIGNAL = Duration.ofMinutes(10);

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

  /**
   * Starts {@code daprd} and waits until it answers; it ends with {@code scope}.
   *
   * @param resources the folder of its component files
   * @param store what it stands on, for messages
   * @param app the app in whose name it is started
   * @param ports gives as many free ports as asked for
   * @throws SidecarException if it does not answer
   */
  public static DaprdProcess start(
      Path daprd,
      Path resources,
      Backend store,
      Optional<String> app,
      IntFunction<int[]> ports,
      ProcessScope scope)
      throws IOException {
    Path configuration =
        Files.writeString(scope.folder().resolve("configuration.yaml"), CONFIGURATION);
    // Its own, so that another sidecar, should it have the port, is not taken for this one.
    String appId =
        app.orElseGet(() -> APP_ID_PREFIX + String.format("%08x", new SecureRandom().nextInt()));
    for (int attempt = 1; ; attempt++) {
      int[] free = ports.apply(3);
      Path log = scope.folder().resolve("daprd-" + attempt + ".log");
      ProcessBuilder command =
          command(daprd, appId, scope.folder(), resources, configuration, free, log);
      if (store instanceof Backend.ComponentFile given) {
        // daprd runs in a folder of its own.
        given
            .sockets()
            .ifPresent(
                sockets ->
                    command
                        .environment()
                        .put(Backend.ComponentFile.SOCKETS, sockets.toAbsolutePath().toString()));
      }
      if (!store.isTemporary()) {
        // Ctrl-C reaches daprd too, which then must serve until all that was written is deleted.
        command
            .command()
            .add("--dapr-block-shutdown-duration=" + GOES_ON_AFTER_A_SIGNAL.toSeconds() + "s");
      }
      Process process = scope.start(command);
      Endpoint endpoint = Endpoint.local(free[0]);
      Optional<SidecarMetadata> probe = await(process, endpoint, appId);
      if (probe.isPresent()) {
        RestartableProcess restartable =
            new RestartableProcess(
                "daprd",
                scope,
                process,
                () -> {
                  Process again = scope.start(command);
                  if (await(again, endpoint, appId).isEmpty()) {
                    throw new IOException(Logs.lastFatal(log));
                  }
                  return again;
                });
        return new DaprdProcess(restartable, endpoint, probe.get(), log);
      }
      String reason = Logs.lastFatal(log);
      boolean portTaken =
          reason.contains("address already in use") || reason.contains("could not listen");
      if (!portTaken || attempt == ATTEMPTS) {
        throw new SidecarException(
            "daprd did not start over "
                + store.label()
                + ": "
                + reason
                + (store instanceof Backend.ComponentFile
                    ? "; correct the component file, or start the store that it names"
                    : "")
                + " (log: "
                + scope.keep(log)
                + ")",
            null);
      }
    }
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
            // A second start goes on where the first has ended.
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    // What the user has set for a sidecar of their own must not reach this one.
    environment
        .keySet()
        .removeIf(variable -> variable.startsWith("DAPR_") || variable.startsWith("OTEL_"));
    environment.put("DAPR_HOST_IP", "127.0.0.1");
    return builder;
  }

  /** Waits until the sidecar answers; empty if it ends before, or takes too long. */
  private static Optional<SidecarMetadata> await(Process process, Endpoint endpoint, String appId) {
    long deadlineNanos = System.nanoTime() + READY.toNanos();
    while (process.isAlive() && System.nanoTime() < deadlineNanos) {
      try {
        SidecarMetadata probe = SidecarMetadata.ask(endpoint, Duration.ofSeconds(2));
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

  /** Returns why it no longer runs; empty while it runs. */
  public Optional<String> exit() {
    Process running = process.process();
    return running.isAlive()
        ? Optional.empty()
        : Optional.of(
            "daprd has ended with exit status " + running.exitValue() + ": " + Logs.lastFatal(log));
  }
}
