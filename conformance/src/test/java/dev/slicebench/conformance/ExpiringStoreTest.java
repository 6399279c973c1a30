package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.conformance.verify.ModeProbe;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventData;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.Json;
import dev.slicebench.store.ModeUnavailableException;
import dev.slicebench.store.SliceMode;
import io.dapr.client.DaprClient;
import io.dapr.client.domain.SaveStateRequest;
import io.dapr.client.domain.State;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/** A real daprd over a real Redis whose component file has a time to live. */
@SuppressWarnings("try") // Closing a client can be interrupted; the test then is too.
class ExpiringStoreTest {

  private static final List<SliceMode> MODES = List.of(SliceMode.TWO_PHASED, SliceMode.CREATE_ONLY);

  private static RedisServer redis;

  @BeforeAll
  static void start() throws IOException {
    SidecarUnderTest.requireDaprd(SidecarKind.NATIVE);
    try (ServerSocket free = new ServerSocket(0)) {
      redis = new RedisServer(free.getLocalPort());
    }
    redis.start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (redis != null) {
      redis.stop();
    }
  }

  private static Backend component(Path folder, String seconds) throws IOException {
    return new Backend.ComponentFile(
        Files.writeString(
            folder.resolve("statestore.yaml"),
            """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: statestore
            spec:
              type: state.redis
              version: v1
              metadata:
              - name: redisHost
                value: "127.0.0.1:%d"
              - name: ttlInSeconds
                value: "%s"
            """
                .formatted(redis.ports().get(0), seconds)));
  }

  private static Map<SliceMode, Safety> probe(Sidecar sidecar, DaprClient client) {
    Map<SliceMode, Safety> evidence = new EnumMap<>(SliceMode.class);
    ModeProbe.probe(client, sidecar, MODES, 20261126)
        .forEach(found -> evidence.put(found.mode(), found));
    return evidence;
  }

  /** An hour is more than any probe waits. */
  @Test
  void aComponentFileWithATimeToLiveMakesEveryModeUnsafe(@TempDir Path folder) throws Exception {
    try (Sidecar sidecar = Sidecars.start(SidecarKind.NATIVE, component(folder, "3600"));
        DaprClient client = SidecarUnderTest.clientOf(sidecar)) {
      assertThat(probe(sidecar, client))
          .allSatisfy(
              (mode, found) -> {
                assertThat(found.verdict()).isEqualTo(Verdict.UNSAFE);
                assertThat(found.reason())
                    .contains("rule 7.69", "its component file sets ttlInSeconds to 3600");
              });
    }
  }

  /** Whoever attaches has no file, and Redis' component does not tell. */
  @Test
  void documentsThatGoAreSeenToGo(@TempDir Path folder) throws Exception {
    try (Sidecar sidecar = Sidecars.start(SidecarKind.NATIVE, component(folder, "3"));
        Sidecar attached =
            Sidecars.attach(
                Map.of("DAPR_GRPC_ENDPOINT", sidecar.grpcEndpoint()), Optional.empty());
        DaprClient client = SidecarUnderTest.clientOf(attached)) {
      assertThat(attached.expiry()).isEmpty();
      assertThat(probe(attached, client))
          .allSatisfy(
              (mode, found) -> {
                assertThat(found.verdict()).isEqualTo(Verdict.UNSAFE);
                assertThat(found.reason()).contains("rule 7.69", "is gone after");
              });
    }
  }

  @Test
  void aTimeToLiveThatIsSwitchedOffHarmsNothing(@TempDir Path folder) throws Exception {
    try (Sidecar sidecar = Sidecars.start(SidecarKind.NATIVE, component(folder, "-1"));
        DaprClient client = SidecarUnderTest.clientOf(sidecar)) {
      assertThat(probe(sidecar, client))
          .allSatisfy((mode, found) -> assertThat(found.verdict()).isEqualTo(Verdict.SAFE));
    }
  }

  /** The component in memory tells, so that the library sees it at the first read. */
  @Test
  void theLibraryRefusesAStreamWhoseDocumentsExpire() throws Exception {
    try (Sidecar sidecar = Sidecars.start(SidecarKind.NATIVE, Backend.BuiltIn.IN_MEMORY);
        DaprClient client = SidecarUnderTest.clientOf(sidecar)) {
      String name = sidecar.info().component().name();
      String hint = "{\"Version\":1}";
      client
          .saveBulkState(
              new SaveStateRequest(name)
                  .setStates(
                      List.of(
                          new State<>(
                              "s|from-head",
                              hint.getBytes(StandardCharsets.UTF_8),
                              null,
                              Map.of("ttlInSeconds", "3600"),
                              null))))
          .block();
      BlockingEventStore store =
          DaprEventStore.builder(client, name, SliceMode.CREATE_ONLY).build().blocking();

      assertThatThrownBy(
              () ->
                  store.append(
                      "s", ExpectedVersion.any(), List.of(EventData.of("happened", Json.of(1)))))
          .isInstanceOf(ModeUnavailableException.class)
          .hasMessageContaining("'s|from-head' expires at");
    }
  }
}
