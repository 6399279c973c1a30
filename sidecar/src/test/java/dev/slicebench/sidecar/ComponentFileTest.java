package dev.slicebench.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.backend.BackendServer;
import dev.slicebench.sidecar.backend.ComponentResource;
import dev.slicebench.sidecar.process.SidecarException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ComponentFileTest {

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  private Path file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("orders.yaml"), String.join("\n", lines) + "\n");
  }

  private void assertRefused(Path file, String problem) {
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> ComponentResource.read(file))
        .withMessage("Component file " + file + " " + problem);
  }

  @Test
  void nameTypeAndVersionAreRead() throws IOException {
    ComponentResource resource =
        ComponentResource.read(
            file(
                "---",
                "apiVersion: dapr.io/v1alpha1",
                "kind: Component",
                "metadata:",
                "  name: orders",
                "spec:",
                "  type: state.postgresql",
                "  version: v2",
                "  metadata: [{name: connectionString, value: x}]"));
    assertThat(resource.name()).isEqualTo("orders");
    assertThat(resource.type()).isEqualTo("state.postgresql");
    assertThat(resource.version()).isEqualTo("v2");
  }

  @Test
  void aVersionThatIsMissingIsV1() throws IOException {
    Path file = file("kind: Component", "metadata: {name: a}", "spec: {type: state.redis}");
    assertThat(ComponentResource.read(file).version()).isEqualTo("v1");
  }

  /** Two projects have a {@code statestore.yaml} each. */
  @Test
  void twoStoresOfFilesOfOneNameAreToldApartWithoutSecretsAndPorts() {
    String one =
        fingerprint("- {name: redisHost, value: 'a:6379'}", "- {name: redisPassword, value: x}");

    assertThat(one).matches("[0-9a-f]{6}");
    assertThat(
            fingerprint(
                "- {name: redisPassword, value: y}",
                "# another port, password and order",
                "- {name: redisHost, value: 'a:6380'}"))
        .isEqualTo(one);
    assertThat(
            fingerprint(
                "- {name: redisHost, value: 'b:6379'}", "- {name: redisPassword, value: x}"))
        .isNotEqualTo(one);
    assertThat(fingerprint("- {name: redisHost, value: 'a:6379'}")).isNotEqualTo(one);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host=a user=u password=%s port=5432 database=d",
        "host=a password='%s and more' database=d",
        "postgresql://u:%s@a:5432/d",
        "AccountEndpoint=https://a;AccountKey=%s;Database=d",
      })
  void aSecretInAConnectionStringIsNoPartOfIt(String connection) {
    assertThat(connectionString(connection.formatted("secret")))
        .isEqualTo(connectionString(connection.formatted("other")))
        .isNotEqualTo(
            connectionString(connection.formatted("secret").replaceFirst("d(=d)?$", "e")));
  }

  private static String connectionString(String value) {
    return fingerprint("- {name: connectionString, value: \"" + value + "\"}");
  }

  private static String fingerprint(String... metadata) {
    return ComponentResource.parse(
            Path.of("statestore.yaml"),
            """
            kind: Component
            metadata: {name: a}
            spec:
              type: state.redis
              metadata:
            """
                + String.join("\n", metadata).indent(2))
        .fingerprint();
  }

  /** Redis' component alone has one for all documents, under a name in any case. */
  @ParameterizedTest
  @CsvSource({
    "state.redis, ttlInSeconds, 3, true",
    "state.redis, TTLINSECONDS, 3600, true",
    "state.redis, ttlInSeconds, -1, false",
    "state.redis, ttlInSeconds, 0, false",
    "state.redis, redisHost, 3, false",
    "state.sqlite, ttlInSeconds, 3, false",
  })
  void aTimeToLiveIsRead(String type, String name, String value, boolean expires)
      throws IOException {
    ComponentResource resource =
        ComponentResource.read(
            file(
                "kind: Component",
                "metadata: {name: a}",
                "spec:",
                "  type: " + type,
                "  metadata:",
                "  - name: other",
                "    value: 1",
                "  - name: " + name,
                "    value: '" + value + "'"));

    assertThat(resource.expiry().isPresent()).isEqualTo(expires);
    resource
        .expiry()
        .ifPresent(
            why -> assertThat(why).contains("sets ttlInSeconds to " + value + ", after which"));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertRefused(
        folder.resolve("none.yaml"), "cannot be read: give the path of a readable YAML file");
    assertRefused(folder, "cannot be read: give the path of a readable YAML file");
  }

  @Test
  void invalidYamlIsNamedWithItsLine() throws IOException {
    assertRefused(
        file("kind: Component", "metadata: {name: a", "spec: ["),
        "is not valid YAML at line 3: correct it");
  }

  @Test
  void severalDocumentsAreRefused() throws IOException {
    assertRefused(
        file("kind: Component", "---", "kind: Component"),
        "has 2 documents: give a file with just one state component");
    assertRefused(file(""), "has 0 documents: give a file with just one state component");
  }

  @Test
  void otherKindsAndTypesAreRefused() throws IOException {
    assertRefused(
        file("kind: Configuration"), "is not a Dapr component: its 'kind' must be 'Component'");
    assertRefused(file("just text"), "is not a Dapr component: its 'kind' must be 'Component'");
    assertRefused(
        file("kind: Component", "metadata: {name: a}", "spec: {type: pubsub.redis}"),
        "is no state store: its 'spec.type' is 'pubsub.redis' and must begin with 'state.'");
    assertRefused(
        file("kind: Component", "spec: {type: state.redis}"),
        "names no component: add 'metadata.name'");
  }

  @Test
  void theEmbeddedSidecarTakesNone() throws IOException {
    Backend file = new Backend.ComponentFile(file("kind: Component"));
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> Sidecars.start(SidecarKind.EMBEDDED, file))
        .withMessage(
            "The embedded sidecar knows its own backends only: use --sidecar native for orders.yaml,"
                + " or --backend");
  }

  @ParameterizedTest
  @CsvSource({
    "state.in-memory, anything, x, true",
    "state.sqlite, connectionString, :memory:, true",
    "state.sqlite, connectionString, 'file:events?mode=memory&cache=shared', true",
    "state.sqlite, connectionString, events.db, false",
    "state.sqlite, tableName, :memory:, false",
    "state.redis, redisHost, 'localhost:6379', false",
  })
  void tellsWhetherTheStoreIsTheMemoryOfDaprd(
      String type, String name, String value, boolean isInMemory) {
    assertThat(
            ComponentResource.parse(
                    Path.of("component.yaml"), BackendServer.yaml(type, "v1", name, value))
                .isInMemory())
        .isEqualTo(isInMemory);
  }
}
