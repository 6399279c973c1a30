package dev.slicebench.sidecar;

import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.daprd.Endpoint;
import dev.slicebench.sidecar.embedded.EmbeddedMain;
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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The embedded sidecar in a JVM of its own. */
final class EmbeddedProcess implements Sidecar {

  private final ProcessScope belongings;
  private final Process process;
  private final Path log;
  private final Endpoint endpoint;
  private final SidecarInfo info;
  private final FaultPoints weakPoints;
  private boolean closed;
  private @Nullable String failure;

  private EmbeddedProcess(
      ProcessScope belongings,
      Process process,
      Path log,
      Endpoint endpoint,
      SidecarInfo info,
      FaultPoints weakPoints) {
    this.belongings = belongings;
    this.process = process;
    this.log = log;
    this.endpoint = endpoint;
    this.info = info;
    this.weakPoints = weakPoints;
  }

  static EmbeddedProcess start(Backend backend, SidecarOptions options, int grpcPort) {
    if (!(backend instanceof Backend.BuiltIn builtIn)) {
      throw new SidecarException(
          "The embedded sidecar knows its own backends only: use --sidecar native for "
              + backend.label()
              + ", or --backend",
          null);
    }
    ProcessScope belongings = ProcessScope.create();
    Path log = belongings.folder().resolve("embedded.log");
    ProcessBuilder builder =
        Java.command(
            List.of(),
            System.getProperty("java.class.path"),
            EmbeddedMain.class.getName(),
            List.of(EmbeddedSidecar.profile(builtIn).name(), String.valueOf(grpcPort)));
    try {
      Process process = belongings.start(builder.redirectError(log.toFile()));
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String port = out.readLine();
      if (port == null) {
        throw new IOException(Logs.lastLine(log));
      }
      LinkProxies links = new LinkProxies(options, belongings::onClose);
      return new EmbeddedProcess(
          belongings,
          process,
          log,
          links.toSidecar(Endpoint.local(Integer.parseInt(port))),
          EmbeddedSidecar.info(builtIn, "in a process of its own"),
          links.weakPoints(Optional.empty(), Optional.empty()));
    } catch (IOException | RuntimeException e) {
      SidecarException failure =
          new SidecarException(
              "The embedded sidecar did not start: "
                  + e.getMessage()
                  + " (log: "
                  + belongings.keep(log)
                  + ")",
              e);
      belongings.close();
      throw failure;
    }
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
  public FaultPoints weakPoints() {
    return weakPoints;
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

  Process process() {
    return process;
  }
}
