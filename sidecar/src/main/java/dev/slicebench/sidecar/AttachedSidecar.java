package dev.slicebench.sidecar;

import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarInfo.Component;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.daprd.Endpoint;
import dev.slicebench.sidecar.daprd.NoAnswer;
import dev.slicebench.sidecar.daprd.SidecarMetadata;
import dev.slicebench.sidecar.process.SidecarException;
import dev.slicebench.sidecar.proxy.LinkProxies;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A sidecar that somebody else runs. */
final class AttachedSidecar implements Sidecar {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final List<Runnable> proxies = new ArrayList<>();
  private final Endpoint endpoint;
  private final SidecarInfo info;
  private final FaultPoints faultPoints;

  AttachedSidecar(Endpoint endpoint, Optional<String> componentName, SidecarOptions options) {
    if (options.storeLatency().isPresent()) {
      throw new SidecarException(
          "The store of an attached sidecar cannot be delayed, since the sidecar is not slicebench's:"
              + " leave out the store latency",
          null);
    }
    if (options.clientLatency().isPresent() && endpoint.tls()) {
      throw new SidecarException(
          "The sidecar at "
              + endpoint.uri()
              + " is behind TLS, whose certificate is not for the proxy that would delay:"
              + " leave out the client latency",
          null);
    }
    SidecarMetadata probe = ask(endpoint);
    Component component = probe.store(componentName);
    this.info =
        new SidecarInfo(
            SidecarKind.ATTACHED,
            probe.version(),
            probe.appId(),
            component,
            // Two components of one type may be two servers.
            "%s %s, component '%s' of app '%s'"
                .formatted(component.type(), component.version(), component.name(), probe.appId()),
            "attached to " + endpoint.uri() + ", which says it is daprd " + probe.version());
    LinkProxies links = options.links(proxies::add);
    this.endpoint = endpoint.tls() ? endpoint : endpoint.through(links::toSidecar);
    this.faultPoints = FaultPoints.of(links, Optional.empty(), Optional.empty());
  }

  /**
   * Asks the sidecar what it is.
   *
   * @throws SidecarException that says what was seen instead, and the fix
   */
  static SidecarMetadata ask(Endpoint endpoint) {
    try {
      return SidecarMetadata.ask(endpoint, TIMEOUT);
    } catch (StatusRuntimeException e) {
      throw new SidecarException(NoAnswer.of(endpoint, e, TIMEOUT), e);
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
  public String grpcEndpoint() {
    return endpoint.uri();
  }

  @Override
  public boolean isStoreTemporary() {
    return false;
  }

  @Override
  public FaultPoints faultPoints() {
    return faultPoints;
  }

  /** Ends the proxy before it, if there is one; the sidecar itself is not ours. */
  @Override
  public void close() {
    proxies.forEach(Runnable::run);
  }
}
