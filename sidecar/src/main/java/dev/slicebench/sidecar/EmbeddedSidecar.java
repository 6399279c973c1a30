package dev.slicebench.sidecar;

import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarInfo.Component;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.backend.CosmosMeter;
import dev.slicebench.sidecar.embedded.EmbeddedServer;
import dev.slicebench.sidecar.embedded.MimickedComponent;
import dev.slicebench.sidecar.process.SidecarException;
import io.grpc.ServerInterceptor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The embedded sidecar inside this JVM, for tests. It listens on the loopback as any other; to be
 * measured it belongs in a process of its own, which {@link Sidecars#start} gives it.
 */
public final class EmbeddedSidecar implements Sidecar {

  private final EmbeddedServer server;
  private final SidecarInfo info;

  private EmbeddedSidecar(EmbeddedServer server, SidecarInfo info) {
    this.server = server;
    this.info = info;
  }

  /**
   * Starts one with empty memory.
   *
   * @param profile the backend whose behaviour it takes on
   * @param interceptors they see every call before the sidecar does, the first one first, and may
   *     block
   * @throws SidecarException if no port can be had
   */
  public static EmbeddedSidecar start(Backend.BuiltIn profile, ServerInterceptor... interceptors) {
    try {
      return new EmbeddedSidecar(
          EmbeddedServer.start(profile(profile), 0, false, List.of(interceptors), () -> {}),
          info(profile, "in this JVM"));
    } catch (IOException e) {
      throw new SidecarException(
          "The embedded sidecar cannot listen on the loopback: " + e.getMessage(), e);
    }
  }

  static MimickedComponent profile(Backend.BuiltIn backend) {
    return switch (backend) {
      case EMBEDDED_STRICT -> MimickedComponent.STRICT;
      case IN_MEMORY -> MimickedComponent.IN_MEMORY;
      case SQLITE -> MimickedComponent.SQLITE;
      case REDIS -> MimickedComponent.REDIS;
      case POSTGRESQL_V1 -> MimickedComponent.POSTGRESQL_V1;
      case POSTGRESQL -> MimickedComponent.POSTGRESQL_V2;
      case COSMOSDB -> MimickedComponent.COSMOSDB;
    };
  }

  static SidecarInfo info(Backend.BuiltIn backend, String where) {
    MimickedComponent profile = profile(backend);
    return new SidecarInfo(
        SidecarKind.EMBEDDED,
        EmbeddedServer.DAPR_VERSION,
        EmbeddedServer.APP_ID,
        new Component(
            EmbeddedServer.STORE, profile.type(), profile.version(), profile.capabilities()),
        backend == Backend.BuiltIn.COSMOSDB
            ? "slicebench's own Cosmos DB emulator (not Azure), in memory"
            : "memory, behaving as '" + backend.label() + "'",
        "slicebench's embedded sidecar "
            + where
            + ": not Dapr, it mimics daprd "
            + EmbeddedServer.DAPR_VERSION);
  }

  @Override
  public SidecarInfo info() {
    return info;
  }

  @Override
  public String grpcAddress() {
    return "127.0.0.1:" + server.port();
  }

  @Override
  public Optional<CosmosMeter> cosmos() {
    return server
        .traffic()
        .map(any -> new CosmosMeter.Modelled(() -> server.traffic().orElseThrow()));
  }

  @Override
  public boolean isStoreInMemory() {
    return true;
  }

  @Override
  public void close() {
    server.close();
  }
}
