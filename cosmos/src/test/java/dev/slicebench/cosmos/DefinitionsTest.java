package dev.slicebench.cosmos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.cosmos.Rest.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a container is said to be, and how databases, containers and throughputs are found. */
class DefinitionsTest {

  private final SetClock clock = new SetClock();
  private CosmosEmulator emulator;
  private Rest rest;

  @BeforeEach
  void start() throws IOException {
    emulator = CosmosEmulator.builder().clock(clock).start();
    rest = new Rest(emulator.endpoint(), emulator.key());
    for (String database : new String[] {"e", "d", "f"}) {
      rest.send("POST", "dbs", "dbs", "", "{\"id\":\"" + database + "\"}");
    }
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  /** None of them is done: who relies on one shall learn it here. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "uniqueKeyPolicy":{"uniqueKeys":[{"paths":["/a"]}]}                   | uniqueKeyPolicy
          "computedProperties":[{"name":"n","query":"SELECT VALUE 1 FROM c"}]   | computedProperties
          "conflictResolutionPolicy":{"mode":"Custom"}                          | conflictResolutionPolicy
          "conflictResolutionPolicy":{"mode":"LastWriterWins","conflictResolutionPath":"/n"} | conflictResolutionPolicy
          "indexingPolicy":{"indexingMode":"lazy"}                              | lazy
          "indexingPolicy":{"vectorIndexes":[{"path":"/v","type":"flat"}]}      | vectorIndexes
          "indexingPolicy":{"spatialIndexes":[{"path":"/v/*"}]}                 | spatialIndexes
          "vectorEmbeddingPolicy":{"vectorEmbeddings":[{"path":"/v"}]}          | vectorEmbeddingPolicy
          "fullTextPolicy":{"defaultLanguage":"en-US"}                          | fullTextPolicy
          "changeFeedPolicy":{"retentionDuration":"PT10M"}                      | changeFeedPolicy
          "clientEncryptionPolicy":{"includedPaths":[{"path":"/a"}]}            | clientEncryptionPolicy
          "geospatialConfig":{"type":"Geometry"}                                | geospatialConfig
          "analyticalStorageTtl":-1                                             | analyticalStorageTtl
          "somethingNew":true                                                   | somethingNew
          """)
  void whatWouldBeIgnoredIsRefusedByName(String property, String name) throws IOException {
    Reply refused = created("c", property);

    assertThat(refused.status()).isEqualTo(501);
    assertThat(refused.body().get("message").asText()).contains(name);
    assertThat(created("c", "\"defaultTtl\":1").status()).isEqualTo(201);
    assertThat(replaced("c", property).status()).isEqualTo(501);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"defaultTtl\":0",
        "\"defaultTtl\":-2",
        "\"defaultTtl\":1.5",
        "\"defaultTtl\":\"1\"",
        "\"defaultTtl\":99999999999",
        "\"indexingPolicy\":{\"indexingMode\":\"some\"}",
        "\"indexingPolicy\":{\"indexingMode\":\"none\"},\"defaultTtl\":5",
        "\"partitionKey\":{\"kind\":\"Hash\",\"paths\":[\"/a\",\"/b\"]}",
        "\"partitionKey\":{\"paths\":[]}",
        "\"partitionKey\":\"/a\""
      })
  void whatTheServiceRefusesIsRefused(String property) throws IOException {
    assertThat(created("c", property).status()).isEqualTo(400);
  }

  @Test
  void whatAsksForNothingIsTaken() throws IOException {
    Reply created =
        created(
            "c",
            "\"uniqueKeyPolicy\":{\"uniqueKeys\":[]},\"computedProperties\":[],"
                + "\"geospatialConfig\":{\"type\":\"Geography\"},\"defaultTtl\":null,"
                + "\"conflictResolutionPolicy\":{\"mode\":\"LastWriterWins\","
                + "\"conflictResolutionPath\":\"/_ts\"}");

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.body().at("/indexingPolicy/indexingMode").asText()).isEqualTo("consistent");
    assertThat(created.body().at("/partitionKey/kind").asText()).isEqualTo("Hash");
  }

  @Test
  void aContainerIsReplacedAndItsDocumentsExpireAsItSaysNow() throws IOException {
    created("c", "\"defaultTtl\":10");
    rest.post("p", "{\"id\":\"a\",\"partitionKey\":\"p\"}");
    Reply replaced = replaced("c", "\"defaultTtl\":60");
    clock.advance(Duration.ofSeconds(30));

    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.body().get("defaultTtl").asInt()).isEqualTo(60);
    assertThat(rest.item("GET", "p", "a").status()).isEqualTo(200);
    assertThat(replaced("c", "\"defaultTtl\":20").status()).isEqualTo(200);
    assertThat(rest.item("GET", "p", "a").status()).isEqualTo(404);
    assertThat(replaced("c", "\"partitionKey\":{\"paths\":[\"/other\"]}").status()).isEqualTo(400);
    assertThat(replaced("none", "\"defaultTtl\":20").status()).isEqualTo(404);
  }

  /** Without an index a query looks at every document, and can order none. */
  @Test
  void aContainerWithoutAnIndexOrdersNothing() throws IOException {
    created("c", "\"indexingPolicy\":{\"indexingMode\":\"none\",\"automatic\":false}");

    assertThat(rest.query("p", "{\"query\":\"SELECT * FROM c ORDER BY c.n\"}").status())
        .isEqualTo(400);
    assertThat(rest.query("p", "{\"query\":\"SELECT * FROM c\"}").status()).isEqualTo(200);
  }

  @Test
  void databasesAndContainersAreQueriedAndListedInPages() throws IOException {
    String byId =
        "{\"query\":\"SELECT * FROM root r WHERE r.id = @id\",\"parameters\":"
            + "[{\"name\":\"@id\",\"value\":\"d\"}]}";
    String[] query = {"content-type", "application/query+json", "x-ms-documentdb-query", "True"};
    created("c", "\"defaultTtl\":1");

    JsonNode found = rest.send("POST", "dbs", "dbs", "", byId, query).body().get("Databases");
    assertThat(found).hasSize(1);
    assertThat(found.get(0).get("id").asText()).isEqualTo("d");
    assertThat(
            rest.send(
                    "POST", "dbs/d/colls", "colls", "dbs/d", byId.replace("\"d\"", "\"c\""), query)
                .body()
                .get("DocumentCollections"))
        .hasSize(1);
    Reply first = rest.send("GET", "dbs", "dbs", "", null, "x-ms-max-item-count", "2");
    rest.send("DELETE", "dbs/e", "dbs", "dbs/e", null);
    Reply second =
        rest.send(
            "GET",
            "dbs",
            "dbs",
            "",
            null,
            "x-ms-max-item-count",
            "2",
            "x-ms-continuation",
            first.header("x-ms-continuation"));
    assertThat(first.body().get("Databases").findValuesAsText("id")).containsExactly("e", "d");
    assertThat(second.body().get("Databases").findValuesAsText("id")).containsExactly("f");
  }

  @Test
  void throughputsAreKeptAndTold() throws IOException {
    created("c", "\"defaultTtl\":1");
    JsonNode offer = offers().get(0);

    assertThat(offer.at("/content/offerThroughput").asInt()).isEqualTo(400);
    String link = "offers/" + offer.get("_rid").asText();
    Reply replaced =
        rest.send(
            "PUT",
            link,
            "offers",
            offer.get("_rid").asText().toLowerCase(Locale.ROOT),
            "{\"content\":{\"offerAutopilotSettings\":{\"maxThroughput\":4000}}}");
    assertThat(replaced.body().at("/content/offerAutopilotSettings/maxThroughput").asInt())
        .isEqualTo(4000);
    rest.send("DELETE", "dbs/d", "dbs", "dbs/d", null);
    assertThat(offers()).isEmpty();
    assertThat(rest.send("GET", link, "offers", link, null).status()).isEqualTo(404);
  }

  private JsonNode offers() throws IOException {
    return rest.send("GET", "offers", "offers", "", null).body().get("Offers");
  }

  private Reply created(String id, String property) throws IOException {
    return rest.send("POST", "dbs/d/colls", "colls", "dbs/d", definition(id, property));
  }

  private Reply replaced(String id, String property) throws IOException {
    String link = "dbs/d/colls/" + id;
    return rest.send("PUT", link, "colls", link, definition(id, property));
  }

  private static String definition(String id, String property) {
    String key =
        property.contains("\"partitionKey\"")
            ? ""
            : ",\"partitionKey\":{\"paths\":[\"/partitionKey\"]}";
    return "{\"id\":\"" + id + "\"," + property + key + "}";
  }
}
