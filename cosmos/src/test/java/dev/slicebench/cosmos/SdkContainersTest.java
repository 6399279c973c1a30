package dev.slicebench.cosmos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.cosmos.CosmosClient;
import com.azure.cosmos.CosmosContainer;
import com.azure.cosmos.CosmosDatabase;
import com.azure.cosmos.CosmosException;
import com.azure.cosmos.models.CosmosContainerProperties;
import com.azure.cosmos.models.CosmosDatabaseProperties;
import com.azure.cosmos.models.CosmosItemRequestOptions;
import com.azure.cosmos.models.CosmosQueryRequestOptions;
import com.azure.cosmos.models.PartitionKey;
import com.azure.cosmos.models.PartitionKeyBuilder;
import com.azure.cosmos.models.PartitionKeyDefinition;
import com.azure.cosmos.models.PartitionKeyDefinitionVersion;
import com.azure.cosmos.models.PartitionKind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Databases and containers, as the official Java SDK makes, finds and removes them. */
class SdkContainersTest {

  private final SetClock clock = new SetClock();
  private CosmosEmulator emulator;
  private CosmosClient client;
  private CosmosDatabase database;

  @BeforeEach
  void start() throws IOException {
    emulator = CosmosEmulator.builder().tls().clock(clock).start();
    client = Sdk.client(emulator);
    client.createDatabase("d");
    database = client.getDatabase("d");
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void databasesAndContainersAreMadeListedAndRemoved() {
    client.createDatabaseIfNotExists("e");
    assertThat(client.readAllDatabases().stream())
        .extracting(CosmosDatabaseProperties::getId)
        .containsExactlyInAnyOrder("d", "e");
    assertThat(refusal(() -> client.createDatabase("d"))).isEqualTo(409);
    client.getDatabase("e").delete();
    assertThat(refusal(() -> client.getDatabase("e").read())).isEqualTo(404);

    Sdk.container(client);
    database.createContainerIfNotExists("c", "/" + Sdk.PARTITION);
    database.createContainer("other", "/id");
    assertThat(database.readAllContainers().stream())
        .extracting(CosmosContainerProperties::getId)
        .containsExactlyInAnyOrder("c", "other");
    database.getContainer("other").delete();
    assertThat(refusal(() -> database.getContainer("other").read())).isEqualTo(404);
    assertThat(database.getContainer("c").read().getProperties().getPartitionKeyDefinition())
        .extracting(PartitionKeyDefinition::getPaths)
        .isEqualTo(List.of("/" + Sdk.PARTITION));
  }

  @Test
  void aPartitionKeyInsideTheDocument() {
    database.createContainer("nested", "/owner/name");
    CosmosContainer container = database.getContainer("nested");
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("id", "a");
    document.putObject("owner").put("name", "ann");

    container.createItem(document);

    assertThat(Sdk.read(container, "a", "ann").get("id").asText()).isEqualTo("a");
    assertThat(refusal(() -> Sdk.read(container, "a", "bob"))).isEqualTo(404);
  }

  @Test
  void aHierarchicalPartitionKey() {
    CosmosContainer container = hierarchical();
    for (String user : List.of("u1", "u2")) {
      for (int i = 0; i < 2; i++) {
        container.createItem(visit("t1", user, i));
      }
    }
    container.createItem(visit("t2", "u1", 0));
    PartitionKey key = new PartitionKeyBuilder().add("t1").add("u2").add("s1").build();

    assertThat(container.readItem("u2-1", key, JsonNode.class).getItem().get("tenant").asText())
        .isEqualTo("t1");
    assertThat(in(container, key)).containsExactly("u2-1");
    container.deleteItem("u2-1", key, new CosmosItemRequestOptions());
    assertThat(refusal(() -> container.readItem("u2-1", key, JsonNode.class))).isEqualTo(404);
  }

  @Test
  void theBeginningOfAHierarchicalPartitionKey() {
    CosmosContainer container = hierarchical();
    for (String user : List.of("u1", "u2")) {
      for (int i = 0; i < 2; i++) {
        container.createItem(visit("t1", user, i));
      }
    }
    container.createItem(visit("t2", "u1", 0));

    assertThat(in(container, new PartitionKeyBuilder().add("t1").build()))
        .containsExactly("u1-0", "u1-1", "u2-0", "u2-1");
    assertThat(in(container, new PartitionKeyBuilder().add("t1").add("u1").build()))
        .containsExactly("u1-0", "u1-1");
  }

  private CosmosContainer hierarchical() {
    PartitionKeyDefinition definition =
        new PartitionKeyDefinition()
            .setPaths(List.of("/tenant", "/user", "/session"))
            .setKind(PartitionKind.MULTI_HASH)
            .setVersion(PartitionKeyDefinitionVersion.V2);
    database.createContainer(new CosmosContainerProperties("visits", definition));
    return database.getContainer("visits");
  }

  private static ObjectNode visit(String tenant, String user, int session) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", user + "-" + session)
        .put("tenant", tenant)
        .put("user", user)
        .put("session", "s" + session);
  }

  private static List<String> in(CosmosContainer container, PartitionKey key) {
    return container
        .queryItems(
            "SELECT * FROM c", new CosmosQueryRequestOptions().setPartitionKey(key), JsonNode.class)
        .stream()
        .map(row -> row.get("id").asText())
        .sorted()
        .toList();
  }

  @Test
  void documentsExpireAsTheContainerSays() {
    CosmosContainerProperties properties =
        new CosmosContainerProperties("t", "/" + Sdk.PARTITION).setDefaultTimeToLiveInSeconds(60);
    database.createContainer(properties);
    CosmosContainer container = database.getContainer("t");
    container.createItem(Sdk.document("usual", "p", 1));
    container.createItem(Sdk.document("longer", "p", 1).put("ttl", 120));
    container.createItem(Sdk.document("ever", "p", 1).put("ttl", -1));

    clock.advance(Duration.ofSeconds(60));

    assertThat(refusal(() -> Sdk.read(container, "usual", "p"))).isEqualTo(404);
    assertThat(in(container, new PartitionKey("p"))).containsExactly("ever", "longer");
    clock.advance(Duration.ofSeconds(60));
    assertThat(in(container, new PartitionKey("p"))).containsExactly("ever");
  }

  private static int refusal(Callable<?> call) {
    return catchThrowableOfType(CosmosException.class, call::call).getStatusCode();
  }
}
