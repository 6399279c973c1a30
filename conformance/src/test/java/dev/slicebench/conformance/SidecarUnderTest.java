package dev.slicebench.conformance;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** A sidecar that a class of tests talks to: one a kind and backend for the whole test run. */
public final class SidecarUnderTest implements BeforeAllCallback, AfterAllCallback {

  private static final Namespace SHARED = Namespace.create(SidecarUnderTest.class);

  private final SidecarKind kind;
  private final Backend.BuiltIn backend;
  private @Nullable Sidecar sidecar;
  private @Nullable DaprClient client;

  public SidecarUnderTest(SidecarKind kind, Backend.BuiltIn backend) {
    this.kind = kind;
    this.backend = backend;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    requireDaprd(kind);
    // What is kept in the root's store is closed when all tests are done.
    Sidecar running =
        context
            .getRoot()
            .getStore(SHARED)
            .computeIfAbsent(kind + " " + backend, key -> start(kind, backend), Sidecar.class);
    sidecar = running;
    client = clientOf(running);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (client != null) {
      client.close();
    }
  }

  /** Skips the tests where this machine has no daprd. */
  public static void requireDaprd(SidecarKind kind) {
    if (kind == SidecarKind.NATIVE
        && Sidecars.offers().stream()
            .noneMatch(offer -> offer.kind() == kind && offer.problem().isEmpty())) {
      abort("needs a real daprd: run './slicebench sidecar install'");
    }
  }

  private static Sidecar start(SidecarKind kind, Backend.BuiltIn backend) {
    return kind == SidecarKind.EMBEDDED
        ? EmbeddedSidecar.start(backend)
        : Sidecars.start(kind, backend);
  }

  public static DaprClient clientOf(Sidecar sidecar) {
    return new DaprClientBuilder()
        .withPropertyOverride(Properties.GRPC_ENDPOINT, "http://" + sidecar.grpcAddress())
        .build();
  }

  public Sidecar running() {
    return Objects.requireNonNull(sidecar);
  }

  public SidecarInfo info() {
    return running().info();
  }

  public DaprClient client() {
    return Objects.requireNonNull(client);
  }
}
