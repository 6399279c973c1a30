package dev.slicebench.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.cosmos.CosmosAccount;
import dev.slicebench.cosmos.CosmosEmulator;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The component files that users copy. */
class ComponentsTest {

  private static final Path COMPONENTS = Path.of("..", "components");

  private final Path temp;

  ComponentsTest(@TempDir Path temp) {
    this.temp = temp;
  }

  static Stream<Path> files() throws IOException {
    try (Stream<Path> folders = Files.list(COMPONENTS)) {
      return folders.map(folder -> folder.resolve("statestore.yaml")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void describeAStateStoreAndSayHowToRunIt(Path file) throws IOException {
    String text = Files.readString(file);

    assertThat(text).contains("type: state.", "name: statestore");
    assertThat(text)
        .contains(
            "dapr run --app-id es-test --dapr-grpc-port 50001 --resources-path components/"
                + COMPONENTS.relativize(file).getName(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"in-memory", "sqlite"})
  void runAsTheyAre(String folder) {
    RealDaprd.assume();
    try (Sidecar sidecar = start(COMPONENTS.resolve(folder).resolve("statestore.yaml"))) {
      assertThat(sidecar.info().component().name()).isEqualTo("statestore");
    }
  }

  /** Only the port is another: 8081 may be taken here. */
  @Test
  void cosmosdbRunsOverTheEmulator() throws IOException {
    RealDaprd.assume();
    try (CosmosEmulator emulator = CosmosEmulator.builder().start()) {
      CosmosAccount account = CosmosAccount.at(emulator.endpoint(), emulator.key());
      account.createDatabase("slicebench");
      account.createContainer("slicebench", "events");
      String file = Files.readString(COMPONENTS.resolve("cosmosdb/statestore.yaml"));
      assertThat(file).contains("http://127.0.0.1:8081/");
      Path moved =
          Files.writeString(
              temp.resolve("moved.yaml"),
              file.replace("http://127.0.0.1:8081/", emulator.endpoint().toString()));
      try (Sidecar sidecar = start(moved)) {
        assertThat(sidecar.info().component().type()).isEqualTo("state.azure.cosmosdb");
        assertThat(sidecar.info().component().capabilities())
            .containsAll(List.of("ETAG", "TRANSACTIONAL", "QUERY_API"));
      }
    }
  }

  private static Sidecar start(Path file) {
    return Sidecars.start(SidecarKind.NATIVE, new Backend.ComponentFile(file));
  }
}
