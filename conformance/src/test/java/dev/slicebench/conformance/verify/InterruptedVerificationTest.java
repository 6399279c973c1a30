package dev.slicebench.conformance.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.cosmos.CosmosAccount;
import dev.slicebench.cosmos.CosmosEmulator;
import dev.slicebench.cosmos.wire.MasterKey;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.process.Java;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.DaprStateStore;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ctrl-C in a terminal while a store of the user's is verified: it reaches daprd and the JVM alike,
 * and nothing may stay in the store.
 */
class InterruptedVerificationTest {

  private static final String UNDER_WAY = "under way";
  private static final String DATABASE = "mine";
  private static final String CONTAINER = "events";

  @TempDir private Path folder = Path.of("");

  /** Verifies the store of a component file: the first argument; histories go to the second. */
  static final class Program {

    private Program() {}

    @SuppressWarnings("try") // Nobody interrupts this thread.
    public static void main(String[] arguments) throws Exception {
      Backend backend = new Backend.ComponentFile(Path.of(arguments[0]));
      List<Rule> races = Rules.all().stream().filter(rule -> rule.id().equals("7.51")).toList();
      try (Sidecar sidecar = Sidecars.start(SidecarKind.NATIVE, backend);
          DaprClient client =
              new DaprClientBuilder()
                  .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
                  .build();
          Verification verification =
              new Verification(
                  sidecar,
                  List.of(new DaprStateStore(client, sidecar.info().component().name())),
                  new VerifyOptions(
                      List.of(SliceMode.OFF), races, "long", 1000, 0, 1, Path.of(arguments[1])))) {
        verification.run((number, total, subject, rule) -> System.out.println(UNDER_WAY));
      }
    }
  }

  @Test
  void nothingStaysInAStoreOfTheUsers() throws Exception {
    Assumptions.assumeTrue(
        Sidecars.daprd().isPresent(), "needs a real daprd: run './slicebench sidecar install'");
    try (CosmosEmulator emulator = CosmosEmulator.builder().start()) {
      CosmosAccount account = CosmosAccount.at(emulator.endpoint(), MasterKey.WELL_KNOWN);
      account.createDatabase(DATABASE);
      account.createContainer(DATABASE, CONTAINER);
      Process process = verify(component(emulator));
      try (var out = process.inputReader(StandardCharsets.UTF_8)) {
        assertThat(out.readLine()).isEqualTo(UNDER_WAY);
        while (process.isAlive() && account.documents(DATABASE, CONTAINER).size() < 10) {
          Thread.onSpinWait();
        }
        assertThat(process.isAlive()).isTrue();

        interrupt(process);
        process.waitFor();
      }

      assertThat(account.documents(DATABASE, CONTAINER)).isEmpty();
      try (Stream<Path> histories = Files.list(folder)) {
        assertThat(histories).containsExactly(folder.resolve("component.yaml"));
      }
    }
  }

  private Process verify(Path component) throws IOException {
    return Java.command(
            List.of(),
            System.getProperty("java.class.path"),
            Program.class.getName(),
            List.of(component.toString(), folder.toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private Path component(CosmosEmulator emulator) throws IOException {
    return Files.writeString(
        folder.resolve("component.yaml"),
        """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: mine
        spec:
          type: state.azure.cosmosdb
          version: v1
          metadata:
          - name: url
            value: %s
          - name: masterKey
            value: %s
          - name: database
            value: %s
          - name: collection
            value: %s
        """
            .formatted(emulator.endpoint(), MasterKey.WELL_KNOWN.reveal(), DATABASE, CONTAINER));
  }

  /**
   * As the terminal does it: all processes of the foreground at once. Not by SIGINT, which is
   * ignored in the background of a shell; JVM and daprd take both alike.
   */
  private static void interrupt(Process process) throws Exception {
    List<String> kill = new ArrayList<>(List.of("kill", "-TERM"));
    process.descendants().forEach(child -> kill.add(String.valueOf(child.pid())));
    kill.add(String.valueOf(process.pid()));
    assertThat(new ProcessBuilder(kill).inheritIO().start().waitFor()).isZero();
  }
}
