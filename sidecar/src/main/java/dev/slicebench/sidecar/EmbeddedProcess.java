package dev.slicebench.sidecar;

import dev.slicebench.cosmos.wire.RemoteTraffic;
import dev.slicebench.cosmos.wire.Traffic;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.backend.CosmosMeter;
import dev.slicebench.sidecar.daprd.Endpoint;
import dev.slicebench.sidecar.daprd.SidecarMetadata;
import dev.slicebench.sidecar.embedded.EmbeddedMain;
import dev.slicebench.sidecar.embedded.EmbeddedServer;
import dev.slicebench.sidecar.process.Java;
import dev.slicebench.sidecar.process.Logs;
import dev.slicebench.sidecar.process.ProcessScope;
import dev.slicebench.sidecar.process.ShutdownHooks;
import dev.slicebench.sidecar.process.SidecarException;
import dev.slicebench.sidecar.proxy.LinkProxies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The embedded sidecar in a JVM of its own. */
final class EmbeddedProcess implements Sidecar {

  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final ProcessScope scope;
  private final Process process;
  private final Path log;
  private final Endpoint endpoint;
  private final SidecarInfo info;
  private final FaultPoints faultPoints;
  private final Optional<CosmosMeter> meter;
  private boolean closed;
  private @Nullable String failure;

  private EmbeddedProcess(
      ProcessScope scope,
      Process process,
      Path log,
      Endpoint endpoint,
      SidecarInfo info,
      FaultPoints faultPoints,
      Optional<CosmosMeter> meter) {
    this.scope = scope;
    this.process = process;
    this.log = log;
    this.endpoint = endpoint;
    this.info = info;
    this.faultPoints = faultPoints;
    this.meter = meter;
  }

  static EmbeddedProcess start(Backend backend, SidecarOptions options, int grpcPort) {
    if (!(backend instanceof Backend.BuiltIn builtIn)) {
      throw new SidecarException(
          "The embedded sidecar knows its own backends only: use --sidecar native for "
              + backend.label()
              + ", or --backend",
          null);
    }
    ProcessScope scope = ProcessScope.create();
    Path log = scope.folder().resolve("embedded.log");
    ProcessBuilder builder =
        Java.command(
            List.of(),
            System.getProperty("java.class.path"),
            EmbeddedMain.class.getName(),
            List.of(EmbeddedSidecar.profile(builtIn).name(), String.valueOf(grpcPort)));
    try {
      Process process = scope.start(builder.redirectError(log.toFile()));
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String port = out.readLine();
      if (port == null) {
        throw new IOException(Logs.lastLine(log));
      }
      Endpoint own = Endpoint.local(Integer.parseInt(port));
      LinkProxies links = options.links(scope::onClose);
      return new EmbeddedProcess(
          scope,
          process,
          log,
          own.through(links::toSidecar),
          EmbeddedSidecar.info(builtIn, "in a process of its own"),
          FaultPoints.of(links, Optional.empty(), Optional.empty()),
          builtIn == Backend.BuiltIn.COSMOSDB
              ? Optional.of(new CosmosMeter.Modelled(() -> traffic(own)))
              : Optional.empty());
    } catch (IOException | RuntimeException e) {
      SidecarException failure =
          new SidecarException(
              "The embedded sidecar did not start: "
                  + e.getMessage()
                  + " (log: "
                  + scope.keep(log)
                  + ")",
              e);
      scope.close();
      throw failure;
    }
  }

  private static Traffic traffic(Endpoint own) {
    String json = SidecarMetadata.askExtended(own, EmbeddedServer.TRAFFIC, ANSWER);
    return RemoteTraffic.decode(json.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Optional<CosmosMeter> cosmos() {
    return meter;
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
  public boolean isStoreInMemory() {
    return true;
  }

  @Override
  public FaultPoints faultPoints() {
    return faultPoints;
  }

  @Override
  public synchronized Optional<String> failure() {
    if (failure == null && !closed && !process.isAlive() && !ShutdownHooks.INSTANCE.ending()) {
      failure =
          "the embedded sidecar has ended with exit status "
              + process.exitValue()
              + ": "
              + Logs.lastLine(log)
              + " (log: "
              + scope.keep(log)
              + ")";
    }
    return Optional.ofNullable(failure);
  }

  @Override
  public synchronized void close() {
    closed = true;
    failure = null;
    scope.close();
  }

  Process process() {
    return process;
  }
}
