package dev.slicebench.sidecar;

import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarInfo.Component;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.backend.BackendServer;
import dev.slicebench.sidecar.backend.ComponentResource;
import dev.slicebench.sidecar.backend.CosmosMeter;
import dev.slicebench.sidecar.backend.CosmosServer;
import dev.slicebench.sidecar.daprd.DaprdProcess;
import dev.slicebench.sidecar.daprd.Endpoint;
import dev.slicebench.sidecar.daprd.SidecarMetadata;
import dev.slicebench.sidecar.process.ProcessScope;
import dev.slicebench.sidecar.process.Restartable;
import dev.slicebench.sidecar.process.ShutdownHooks;
import dev.slicebench.sidecar.process.SidecarException;
import dev.slicebench.sidecar.proxy.LinkProxies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A daprd of our own, as a child process, with all switched off that a measurement could see. */
final class NativeSidecar implements Sidecar {

  private final ProcessScope scope;
  private final DaprdProcess daprd;
  private final Endpoint endpoint;
  private final SidecarInfo info;
  private final Optional<CosmosMeter> meter;
  private final FaultPoints faultPoints;
  private final boolean storeIsTemporary;
  private final boolean storeIsInMemory;
  private final Optional<String> expiry;
  private boolean closed;
  private @Nullable String failure;

  private NativeSidecar(
      ProcessScope scope,
      DaprdProcess daprd,
      Endpoint endpoint,
      SidecarInfo info,
      Optional<CosmosMeter> meter,
      FaultPoints faultPoints,
      boolean storeIsTemporary,
      boolean storeIsInMemory,
      Optional<String> expiry) {
    this.scope = scope;
    this.daprd = daprd;
    this.endpoint = endpoint;
    this.info = info;
    this.meter = meter;
    this.faultPoints = faultPoints;
    this.storeIsTemporary = storeIsTemporary;
    this.storeIsInMemory = storeIsInMemory;
    this.expiry = expiry;
  }

  /**
   * Starts {@code daprd} over {@code backend} and waits until it answers.
   *
   * @param ports gives as many free ports as asked for
   */
  static NativeSidecar start(
      Path daprd, Backend backend, SidecarOptions options, IntFunction<int[]> ports) {
    ProcessScope scope = ProcessScope.create();
    try {
      LinkProxies links = options.links(scope::onClose);
      return start(daprd, backend, options.appId(), links, ports, scope);
    } catch (IOException e) {
      scope.close();
      throw new SidecarException(
          "daprd could not be started from " + daprd + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private static NativeSidecar start(
      Path binary,
      Backend backend,
      Optional<String> app,
      LinkProxies links,
      IntFunction<int[]> ports,
      ProcessScope scope)
      throws IOException {
    Path resources = Files.createDirectory(scope.folder().resolve("resources"));
    Path file = resources.resolve("component.yaml");
    ComponentResource resource;
    BackendServer server;
    if (backend instanceof Backend.ComponentFile given) {
      resource = ComponentResource.read(given.path());
      server =
          new BackendServer(
              resource.yaml(),
              "%s %s of %s (%s)"
                  .formatted(
                      resource.type(), resource.version(), backend.label(), resource.fingerprint()),
              Optional.empty(),
              Optional.empty(),
              resource.expiry());
    } else {
      server =
          backend instanceof Backend.CosmosEndpoint endpoint
              ? CosmosServer.of(endpoint, scope, links)
              : BackendServer.start((Backend.BuiltIn) backend, scope, links);
      resource = ComponentResource.parse(file, server.componentYaml());
    }
    Files.writeString(file, server.componentYaml());
    DaprdProcess daprd = DaprdProcess.start(binary, resources, backend, app, ports, scope);
    SidecarMetadata probe = daprd.probe();
    Component component = probe.store(Optional.of(resource.name()));
    SidecarInfo info =
        new SidecarInfo(
            SidecarKind.NATIVE,
            probe.version(),
            probe.appId(),
            component,
            server.description(),
            describe(probe.version()) + ", started by slicebench");
    return new NativeSidecar(
        scope,
        daprd,
        daprd.endpoint().through(links::toSidecar),
        info,
        server.meter(),
        FaultPoints.of(
            links,
            Optional.<Restartable>of(daprd.process()).filter(process -> !resource.isInMemory()),
            server.process()),
        backend.isTemporary(),
        resource.isInMemory(),
        server.expiry());
  }

  private static String describe(String version) {
    return version.equals("edge")
        ? "a daprd that was built without its version ('edge')"
        : "daprd " + version;
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
  public FaultPoints faultPoints() {
    return faultPoints;
  }

  @Override
  public boolean isStoreTemporary() {
    return storeIsTemporary;
  }

  @Override
  public boolean isStoreInMemory() {
    return storeIsInMemory;
  }

  @Override
  public Optional<String> expiry() {
    return expiry;
  }

  @Override
  public synchronized Optional<String> failure() {
    if (failure == null && !closed && !ShutdownHooks.INSTANCE.ending()) {
      failure =
          daprd.exit().map(exit -> exit + " (log: " + scope.keep(daprd.log()) + ")").orElse(null);
    }
    return Optional.ofNullable(failure);
  }

  @Override
  public synchronized void close() {
    closed = true;
    failure = null;
    scope.close();
  }

  /** daprd's process. */
  Process process() {
    return daprd.process().process();
  }

  /** Returns where everything of it lies. */
  Path folder() {
    return scope.folder();
  }
}
