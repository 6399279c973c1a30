package dev.slicebench.cosmos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.Rest.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What official clients ask for beside documents: patches, bulk, the change feed, metrics. */
class ClientHabitsTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private CosmosEmulator emulator;
  private Rest rest;

  @BeforeEach
  void start() throws IOException {
    emulator = CosmosEmulator.builder().start();
    rest = Rest.withContainer(emulator);
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"op":"set","path":"/n","value":2}               | {"n":2,"a":[1,2],"o":{"x":1}}
          {"op":"add","path":"/o/y","value":[]}            | {"n":1,"a":[1,2],"o":{"x":1,"y":[]}}
          {"op":"add","path":"/a/1","value":9}             | {"n":1,"a":[1,9,2],"o":{"x":1}}
          {"op":"add","path":"/a/-","value":9}             | {"n":1,"a":[1,2,9],"o":{"x":1}}
          {"op":"add","path":"/a/2","value":9}             | {"n":1,"a":[1,2,9],"o":{"x":1}}
          {"op":"set","path":"/a/1","value":9}             | {"n":1,"a":[1,9],"o":{"x":1}}
          {"op":"replace","path":"/a","value":null}        | {"n":1,"a":null,"o":{"x":1}}
          {"op":"remove","path":"/a/0"}                    | {"n":1,"a":[2],"o":{"x":1}}
          {"op":"remove","path":"/o"}                      | {"n":1,"a":[1,2]}
          {"op":"incr","path":"/n","value":-3}             | {"n":-2,"a":[1,2],"o":{"x":1}}
          {"op":"incr","path":"/n","value":0.5}            | {"n":1.5,"a":[1,2],"o":{"x":1}}
          {"op":"incr","path":"/m","value":4}              | {"n":1,"a":[1,2],"o":{"x":1},"m":4}
          {"op":"move","from":"/o/x","path":"/z"}          | {"n":1,"a":[1,2],"o":{},"z":1}
          {"op":"add","path":"/a~1b~0","value":1}          | {"n":1,"a":[1,2],"o":{"x":1},"a/b~":1}
          """)
  void aPatchChangesWhatItNames(String step, String after) throws IOException {
    rest.post("p", "{\"id\":\"d\",\"partitionKey\":\"p\",\"n\":1,\"a\":[1,2],\"o\":{\"x\":1}}");
    Reply patched = patch("d", step);

    assertThat(patched.status()).isEqualTo(200);
    assertThat(own(rest.item("GET", "p", "d").body())).isEqualTo(MAPPER.readTree(after));
    assertThat(patched.header("etag")).isEqualTo(rest.item("GET", "p", "d").header("etag"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"op":"replace","path":"/none","value":1}
          {"op":"remove","path":"/a/2"}
          {"op":"remove","path":"/a/00"}
          {"op":"add","path":"/a/3","value":1}
          {"op":"add","path":"/a/x","value":1}
          {"op":"set","path":"/none/x","value":1}
          {"op":"set","path":"/n/x","value":1}
          {"op":"incr","path":"/o","value":1}
          {"op":"incr","path":"/n","value":"1"}
          {"op":"move","from":"/none","path":"/z"}
          {"op":"move","from":"/o","path":"/o/x/y"}
          {"op":"set","path":"/id","value":"other"}
          {"op":"set","path":"/partitionKey","value":"other"}
          {"op":"set","path":"/_etag","value":"other"}
          {"op":"set","path":"/ttl","value":0}
          {"op":"set","path":"n","value":1}
          {"op":"set","path":"/n"}
          {"op":"swap","path":"/n","value":1}
          7
          """)
  void aPatchThatCannotBeDoneDoesNothing(String step) throws IOException {
    rest.post("p", "{\"id\":\"d\",\"partitionKey\":\"p\",\"n\":1,\"a\":[1,2],\"o\":{\"x\":1}}");
    String etag = rest.item("GET", "p", "d").header("etag");

    assertThat(patch("d", "{\"op\":\"set\",\"path\":\"/n\",\"value\":5}," + step).status())
        .isEqualTo(400);
    assertThat(rest.item("GET", "p", "d").header("etag")).isEqualTo(etag);
  }

  @Test
  void aPatchHasConditions() throws IOException {
    String step = "{\"op\":\"incr\",\"path\":\"/n\",\"value\":1}";
    assertThat(patch("d", step).status()).isEqualTo(404);
    String etag = rest.post("p", "{\"id\":\"d\",\"partitionKey\":\"p\",\"n\":1}").header("etag");

    assertThat(patch("d", step, "if-match", "\"stale\"").status()).isEqualTo(412);
    assertThat(patch("d", step, "if-match", etag).status()).isEqualTo(200);
    assertThat(conditional("FROM c WHERE c.n = 1", step).status()).isEqualTo(412);
    assertThat(conditional("FROM c WHERE c.n = 2", step).status()).isEqualTo(200);
    assertThat(conditional("WHERE nonsense", step).status()).isEqualTo(400);
    assertThat(patch("d", (step + ",").repeat(10) + step).status()).isEqualTo(400);
    assertThat(rest.item("GET", "p", "d").body().get("n").asInt()).isEqualTo(3);
  }

  @Test
  void aBatchPatchesAllOrNothing() throws IOException {
    rest.post("p", "{\"id\":\"a\",\"partitionKey\":\"p\",\"n\":1}");
    rest.post("p", "{\"id\":\"b\",\"partitionKey\":\"p\",\"n\":1}");
    String incr = "[{\"op\":\"incr\",\"path\":\"/n\",\"value\":1}]";
    String none = "[{\"op\":\"replace\",\"path\":\"/none\",\"value\":1}]";

    Reply refused = rest.batch("p", "[" + patched("a", incr) + "," + patched("b", none) + "]");
    assertThat(refused.status()).isEqualTo(207);
    assertThat(refused.body().findValuesAsText("statusCode")).containsExactly("424", "400");
    assertThat(rest.item("GET", "p", "a").body().get("n").asInt()).isEqualTo(1);
    assertThat(rest.batch("p", "[" + patched("a", incr) + "," + patched("b", incr) + "]").status())
        .isEqualTo(200);
    assertThat(rest.item("GET", "p", "b").body().get("n").asInt()).isEqualTo(2);
  }

  @Test
  void inBulkEachOperationIsDoneByItself() throws IOException {
    Reply done =
        rest.send(
            "POST",
            Rest.DOCS,
            "docs",
            "dbs/d/colls/c",
            "["
                + bulk("Create", "p", "a")
                + ","
                + bulk("Create", "q", "a")
                + ","
                + bulk("Create", "p", "a")
                + ","
                + "{\"operationType\":\"Read\",\"id\":\"a\",\"partitionKey\":\"[\\\"q\\\"]\"},"
                + bulk("Upsert", "p", "b")
                + "]",
            "x-ms-cosmos-is-batch-request",
            "True",
            "x-ms-cosmos-batch-atomic",
            "False",
            "x-ms-cosmos-batch-continue-on-error",
            "True",
            "x-ms-documentdb-partitionkeyrangeid",
            "0");

    assertThat(done.status()).isEqualTo(207);
    assertThat(done.body().findValuesAsText("statusCode"))
        .containsExactly("201", "201", "409", "200", "201");
    assertThat(done.body().at("/3/resourceBody/partitionKey").asText()).isEqualTo("q");
    assertThat(rest.item("GET", "p", "b").status()).isEqualTo(200);
  }

  @Test
  void changesComeByPagesInTheOrderOfTheLastWrite() throws IOException {
    for (String id : List.of("a", "b", "c", "d")) {
      rest.post(id.equals("d") ? "q" : "p", document(id.equals("d") ? "q" : "p", id));
    }
    rest.upsert("p", document("p", "b"));
    rest.item("DELETE", "p", "a");
    List<String> ids = new ArrayList<>();
    Reply page = changes("", 2);
    while (page.status() == 200) {
      page.body().get("Documents").forEach(one -> ids.add(one.get("id").asText()));
      page = changes(page.header("etag"), 2);
    }
    assertThat(page.status()).isEqualTo(304);
    assertThat(ids).containsExactly("c", "d", "b");
    String now = page.header("etag");
    rest.upsert("p", document("p", "c"));
    assertThat(changes(now, 10).body().get("Documents")).hasSize(1);
    assertThat(changes("*", 10).status()).isEqualTo(304);
    assertThat(changes("", 10, "x-ms-documentdb-partitionkey", "[\"q\"]").body().get("Documents"))
        .hasSize(1);
    assertThat(changes("nonsense", 10).status()).isEqualTo(400);
    assertThat(changes("", 10, "if-modified-since", "yesterday").status()).isEqualTo(400);
    assertThat(
            rest.send("GET", Rest.DOCS, "docs", "dbs/d/colls/c", null, "a-im", "Full-Fidelity Feed")
                .status())
        .isEqualTo(501);
  }

  @Test
  void metricsAreGivenToThoseWhoAsk() throws IOException {
    rest.post("p", document("p", "a"));
    String query = "{\"query\":\"SELECT * FROM c WHERE c.n = 1 AND c['a b'][0] > 2\"}";
    Reply asked =
        rest.query(
            "p",
            query,
            "x-ms-documentdb-populatequerymetrics",
            "true",
            "x-ms-cosmos-populateindexmetrics",
            "true");

    assertThat(asked.header("x-ms-documentdb-query-metrics"))
        .contains("totalExecutionTimeInMs=", "retrievedDocumentCount=0", "outputDocumentCount=0");
    JsonNode indexes =
        MAPPER.readTree(Base64.getDecoder().decode(asked.header("x-ms-cosmos-index-utilization")));
    assertThat(indexes.get("UtilizedSingleIndexes").findValuesAsText("IndexSpec"))
        .containsExactly("/a b/[]/?", "/n/?");
    Reply unasked = rest.query("p", query);
    assertThat(unasked.header("x-ms-documentdb-query-metrics")).isEmpty();
    assertThat(unasked.header("x-ms-cosmos-index-utilization")).isEmpty();
  }

  /** As documented: what needs rows of several partitions at once is the client's to merge. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT * FROM c                                                | 200
          SELECT * FROM c WHERE c.n > 1                                  | 200
          SELECT * FROM c ORDER BY c.n                                   | 400
          SELECT TOP 1 * FROM c                                          | 400
          SELECT * FROM c OFFSET 0 LIMIT 1                               | 400
          SELECT DISTINCT c.n FROM c                                     | 400
          SELECT VALUE COUNT(1) FROM c                                   | 400
          SELECT c.n FROM c GROUP BY c.n                                 | 400
          SELECT * FROM c WHERE c.partitionKey = 'p' ORDER BY c.n        | 200
          SELECT * FROM c WHERE 'p' = c.partitionKey AND c.n = 1 ORDER BY c.n | 200
          SELECT * FROM c WHERE c.partitionKey = 'p' OR c.n = 1 ORDER BY c.n | 400
          SELECT 1                                                       | 200
          """)
  void theGatewayServesWhatNeedsNoMerging(String query, int status) throws IOException {
    Reply answer = rest.query(null, "{\"query\":\"" + query + "\"}");

    assertThat(answer.status()).isEqualTo(status);
    if (status == 400) {
      assertThat(answer.header("x-ms-substatus")).isEqualTo("1004");
      assertThat(
              MAPPER.readTree(answer.body().get("additionalErrorInfo").asText()).has("queryInfo"))
          .isTrue();
    }
  }

  private Reply patch(String id, String steps, String... headers) throws IOException {
    return patchedBy(id, "{\"operations\":[" + steps + "]}", headers);
  }

  private Reply conditional(String condition, String steps) throws IOException {
    return patchedBy("d", "{\"condition\":\"" + condition + "\",\"operations\":[" + steps + "]}");
  }

  private Reply patchedBy(String id, String body, String... headers) throws IOException {
    return rest.itemWith("PATCH", "p", id, body, headers);
  }

  private Reply changes(String etag, int size, String... headers) throws IOException {
    String[] all = new String[headers.length + (etag.isEmpty() ? 4 : 6)];
    System.arraycopy(headers, 0, all, 0, headers.length);
    List<String> own = new ArrayList<>(List.of("a-im", "Incremental feed"));
    own.addAll(List.of("x-ms-max-item-count", String.valueOf(size)));
    if (!etag.isEmpty()) {
      own.addAll(List.of("if-none-match", etag));
    }
    for (int i = 0; i < own.size(); i++) {
      all[headers.length + i] = own.get(i);
    }
    return rest.send("GET", Rest.DOCS, "docs", "dbs/d/colls/c", null, all);
  }

  private static JsonNode own(JsonNode document) {
    List<String> system =
        List.of("id", "partitionKey", "_rid", "_self", "_etag", "_attachments", "_ts");
    return ((ObjectNode) document).remove(system);
  }

  private static String document(String partition, String id) {
    return "{\"id\":\"%s\",\"partitionKey\":\"%s\"}".formatted(id, partition);
  }

  private static String patched(String id, String steps) {
    return "{\"operationType\":\"Patch\",\"id\":\"%s\",\"resourceBody\":{\"operations\":%s}}"
        .formatted(id, steps);
  }

  private static String bulk(String type, String partition, String id) {
    return "{\"operationType\":\"%s\",\"partitionKey\":\"[\\\"%s\\\"]\",\"resourceBody\":%s}"
        .formatted(type, partition, document(partition, id));
  }
}
