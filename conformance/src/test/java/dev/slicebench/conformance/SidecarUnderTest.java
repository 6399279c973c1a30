package dev.slicebench.conformance;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.Sidecars;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** A sidecar that tests talk to: one a store for the whole test run. */
public final class SidecarUnderTest implements BeforeAllCallback {

  private static final Namespace SHARED = Namespace.create(SidecarUnderTest.class);

  private ExtensionContext.@Nullable Store shared;
  private @Nullable Sidecar sidecar;
  private @Nullable DaprClient client;

  @Override
  public void beforeAll(ExtensionContext context) {
    // What is kept in the root's store is closed when all tests are done.
    shared = context.getRoot().getStore(SHARED);
  }

  /** Connects to the sidecar of a store; skips the tests where it cannot be had. */
  void begin(TestedStore store) {
    requireDaprd(store.kind());
    Sidecar running =
        Objects.requireNonNull(shared)
            .computeIfAbsent(store, SidecarUnderTest::start, Sidecar.class);
    sidecar = running;
    client = clientOf(running);
  }

  void end() {
    if (client != null) {
      try {
        client.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      client = null;
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

  private static Sidecar start(TestedStore store) {
    return store.kind() == SidecarKind.EMBEDDED
        ? EmbeddedSidecar.start(store.backend())
        : Sidecars.start(store.kind(), store.backend());
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
