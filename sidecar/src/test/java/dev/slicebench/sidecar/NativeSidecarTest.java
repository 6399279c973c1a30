package dev.slicebench.sidecar;

import static dev.slicebench.sidecar.Client.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.process.Ports;
import dev.slicebench.sidecar.process.SidecarException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class NativeSidecarTest {

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @Test
  void aComponentFileIsUsedUnderItsOwnName() throws IOException {
    RealDaprd.assume();
    Files.writeString(folder.resolve("broken.yaml"), "not: [a component");
    Path file =
        Files.writeString(
            folder.resolve("orders.yaml"),
            """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: orders
            spec:
              type: state.in-memory
              version: v1
            """);
    try (Sidecar sidecar = Sidecars.start(SidecarKind.NATIVE, new Backend.ComponentFile(file));
        Client client = new Client(sidecar)) {
      assertThat(sidecar.info().component().name()).isEqualTo("orders");
      assertThat(sidecar.info().backend())
          .matches("state\\.in-memory v1 of orders\\.yaml \\([0-9a-f]{6}\\)");
      assertThat(client.save(item("k", "1"))).isEqualTo(Client.Outcome.OK);
    }
  }

  @Test
  void aComponentThatCannotStartIsNamedWithItsLog() throws IOException {
    RealDaprd.assume();
    Path file =
        Files.writeString(
            folder.resolve("orders.yaml"),
            """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: orders
            spec:
              type: state.sqlite
              version: v1
            """);
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Sidecars.start(SidecarKind.NATIVE, new Backend.ComponentFile(file)))
        .withMessageStartingWith("daprd did not start over orders.yaml: orders (state.sqlite/v1): ")
        .withMessageContaining("connection string")
        .withMessageContaining("; correct the component file, or start the store that it names")
        .satisfies(
            e -> {
              assertThat(e.getMessage()).doesNotContain("\n");
              Path log = KeptLog.of(String.valueOf(e.getMessage()));
              assertThat(Files.readString(log)).contains("level=fatal");
              Files.delete(log);
            });
  }

  @Test
  void aPortThatAnotherSidecarHasTakenInBetweenIsReplaced() {
    Path daprd = RealDaprd.assume();
    AtomicInteger attempts = new AtomicInteger();
    try (Sidecar other = EmbeddedSidecar.start(Backend.BuiltIn.IN_MEMORY);
        Sidecar sidecar =
            NativeSidecar.start(
                daprd,
                Backend.BuiltIn.IN_MEMORY,
                SidecarOptions.PLAIN,
                count -> {
                  int[] ports = Ports.free(count);
                  if (attempts.incrementAndGet() == 1) {
                    ports[0] = Integer.parseInt(other.grpcAddress().split(":", -1)[1]);
                  }
                  return ports;
                })) {
      assertThat(attempts).hasValue(2);
      assertThat(sidecar.grpcAddress()).isNotEqualTo(other.grpcAddress());
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
  void portsThatAreAlwaysTakenAreAnError() throws IOException {
    Path daprd =
        Scripts.write(
            folder.resolve("daprd"),
            "echo 'level=fatal msg=\"could not listen on any endpoint\"'; exit 1");
    AtomicInteger attempts = new AtomicInteger();
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(
            () ->
                NativeSidecar.start(
                    daprd,
                    Backend.BuiltIn.IN_MEMORY,
                    SidecarOptions.PLAIN,
                    count -> {
                      attempts.incrementAndGet();
                      return Ports.free(count);
                    }))
        .withMessageStartingWith(
            "daprd did not start over in-memory: could not listen on any endpoint (log: ")
        .satisfies(e -> Files.delete(KeptLog.of(String.valueOf(e.getMessage()))));
    assertThat(attempts).hasValue(3);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
  void aComponentFilesDaprdIsToldWhereItsSocketIs() throws IOException {
    Path daprd =
        Scripts.write(
            folder.resolve("daprd"),
            "echo \"level=fatal msg=\\\"sockets in '$DAPR_COMPONENTS_SOCKETS_FOLDER'\\\"\"; exit 1");
    Path file =
        Files.writeString(
            folder.resolve("mine.yaml"),
            """
            kind: Component
            metadata:
              name: mine
            spec:
              type: state.mine
            """);
    Path sockets = Path.of("sockets");
    Map<String, String> environment = Map.of("DAPR_COMPONENTS_SOCKETS_FOLDER", sockets.toString());

    assertThat(failure(daprd, Backend.ComponentFile.in(environment, file)))
        .contains("sockets in '" + sockets.toAbsolutePath() + "'");
    assertThat(failure(daprd, Backend.ComponentFile.in(Map.of(), file))).contains("sockets in ''");
    assertThat(failure(daprd, Backend.BuiltIn.IN_MEMORY)).contains("sockets in ''");
  }

  private static String failure(Path daprd, Backend backend) throws IOException {
    try (Sidecar none = NativeSidecar.start(daprd, backend, SidecarOptions.PLAIN, Ports::free)) {
      return none.info().backend();
    } catch (SidecarException e) {
      String failure = String.valueOf(e.getMessage());
      Files.delete(KeptLog.of(failure));
      return failure;
    }
  }

  @Test
  void oneThatDiesSaysSoAndKeepsItsLog() throws Exception {
    RealDaprd.assume();
    Sidecar sidecar = Sidecars.start(SidecarKind.NATIVE, Backend.BuiltIn.IN_MEMORY);
    try (sidecar) {
      assertThat(sidecar.failure()).isEmpty();
      Process process = ((NativeSidecar) sidecar).process();
      process.destroyForcibly();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      String failure = sidecar.failure().orElseThrow();
      assertThat(failure).startsWith("daprd has ended with exit status 137: ").doesNotContain("\n");
      Path log = KeptLog.of(failure);
      assertThat(log).exists();
      Files.delete(log);
    }
    assertThat(sidecar.failure()).isEmpty();
  }

  @Test
  void strictIsNoBackendOfDaprs() {
    RealDaprd.assume();
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Sidecars.start(SidecarKind.NATIVE, Backend.BuiltIn.EMBEDDED_STRICT))
        .withMessage(
            "'strict' exists in the embedded sidecar only: choose --sidecar embedded or another"
                + " backend");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
  void aBinaryThatIsNoDaprdIsNamed() throws IOException {
    Path script =
        Scripts.write(
            folder.resolve("daprd"),
            "echo 'time=\"t\" level=fatal msg=\"no \\\"luck\\\"\"'; exit 1");
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(
            () ->
                NativeSidecar.start(
                    script, Backend.BuiltIn.IN_MEMORY, SidecarOptions.PLAIN, Ports::free))
        .withMessageStartingWith("daprd did not start over in-memory: no \"luck\" (log: ")
        .satisfies(e -> Files.delete(KeptLog.of(String.valueOf(e.getMessage()))));
    Path missing = folder.resolve("missing");
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(
            () ->
                NativeSidecar.start(
                    missing, Backend.BuiltIn.IN_MEMORY, SidecarOptions.PLAIN, Ports::free))
        .withMessageStartingWith("daprd could not be started from " + missing);
  }
}
