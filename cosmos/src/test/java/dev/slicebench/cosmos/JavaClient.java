package dev.slicebench.cosmos;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.cosmos.CosmosClient;
import com.azure.cosmos.CosmosContainer;
import com.azure.cosmos.CosmosDatabase;
import com.azure.cosmos.CosmosException;
import com.azure.cosmos.models.ComputedProperty;
import com.azure.cosmos.models.ConflictResolutionPolicy;
import com.azure.cosmos.models.CosmosBatch;
import com.azure.cosmos.models.CosmosBatchResponse;
import com.azure.cosmos.models.CosmosBulkOperations;
import com.azure.cosmos.models.CosmosChangeFeedRequestOptions;
import com.azure.cosmos.models.CosmosContainerProperties;
import com.azure.cosmos.models.CosmosDatabaseProperties;
import com.azure.cosmos.models.CosmosItemIdentity;
import com.azure.cosmos.models.CosmosItemRequestOptions;
import com.azure.cosmos.models.CosmosPatchItemRequestOptions;
import com.azure.cosmos.models.CosmosPatchOperations;
import com.azure.cosmos.models.CosmosQueryRequestOptions;
import com.azure.cosmos.models.CosmosStoredProcedureProperties;
import com.azure.cosmos.models.CosmosTriggerProperties;
import com.azure.cosmos.models.CosmosUserDefinedFunctionProperties;
import com.azure.cosmos.models.FeedRange;
import com.azure.cosmos.models.FeedResponse;
import com.azure.cosmos.models.IndexingMode;
import com.azure.cosmos.models.IndexingPolicy;
import com.azure.cosmos.models.PartitionKey;
import com.azure.cosmos.models.PartitionKeyBuilder;
import com.azure.cosmos.models.PartitionKeyDefinition;
import com.azure.cosmos.models.PartitionKeyDefinitionVersion;
import com.azure.cosmos.models.PartitionKind;
import com.azure.cosmos.models.SqlParameter;
import com.azure.cosmos.models.SqlQuerySpec;
import com.azure.cosmos.models.ThroughputProperties;
import com.azure.cosmos.models.TriggerOperation;
import com.azure.cosmos.models.TriggerType;
import com.azure.cosmos.models.UniqueKey;
import com.azure.cosmos.models.UniqueKeyPolicy;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What an application asks of Cosmos DB through the official Java client: the same as the programs
 * in other languages in {@code clients/}, with the outcome of each operation.
 */
final class JavaClient {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final PartitionKey ONE = new PartitionKey("one");

  private final CosmosClient client;
  private final CosmosDatabase database;
  private final CosmosContainer container;
  private final Map<String, String> outcomes = new LinkedHashMap<>();

  private JavaClient(CosmosClient client) {
    this.client = client;
    this.database = client.getDatabase("java");
    this.container = database.getContainer("items");
  }

  /** Returns by operation {@code yes}, or the status that refused it. */
  static Map<String, String> outcomes(CosmosClient client) {
    JavaClient program = new JavaClient(client);
    program.definitions();
    program.refusedDefinitions();
    for (int n = 0; n < 10; n++) {
      ObjectNode document = item("i" + n, "p" + n % 2, n);
      document.putArray("tags").add("all").add("t" + n % 3);
      program.container.createItem(document);
    }
    program.items();
    program.batches();
    program.queries();
    program.feeds();
    program.hierarchical();
    program.leftOut();
    program.report(
        "delete a container and a database",
        () -> {
          program.container.delete();
          program.database.delete();
        });
    return program.outcomes;
  }

  private void report(String operation, Runnable step) {
    try {
      step.run();
      outcomes.put(operation, "yes");
    } catch (CosmosException refused) {
      outcomes.put(operation, String.valueOf(refused.getStatusCode()));
    }
  }

  private static int status(Callable<?> step) throws Exception {
    try {
      step.call();
      return 200;
    } catch (CosmosException refused) {
      return refused.getStatusCode();
    }
  }

  private static ObjectNode item(String id, String pk, int n) {
    return Sdk.document(id, pk, n);
  }

  private void definitions() {
    report(
        "create and read a database",
        () -> {
          client.createDatabase("java");
          assertThat(database.read().getProperties().getId()).isEqualTo("java");
        });
    report(
        "list databases",
        () ->
            assertThat(client.readAllDatabases().stream().map(CosmosDatabaseProperties::getId))
                .contains("java"));
    report(
        "query databases",
        () ->
            assertThat(
                    client
                        .queryDatabases(
                            new SqlQuerySpec(
                                "SELECT * FROM root r WHERE r.id = @id",
                                new SqlParameter("@id", "java")),
                            null)
                        .stream())
                .hasSize(1));
    report(
        "create and read a container",
        () -> {
          database.createContainer(
              properties("items"), ThroughputProperties.createManualThroughput(400));
          assertThat(container.read().getProperties().getId()).isEqualTo("items");
        });
    report("list containers", () -> assertThat(database.readAllContainers().stream()).hasSize(1));
    report(
        "query containers",
        () ->
            assertThat(
                    database.queryContainers("SELECT * FROM c WHERE c.id = 'items'").stream()
                        .map(CosmosContainerProperties::getId))
                .containsExactly("items"));
    report(
        "replace a container",
        () -> {
          CosmosContainerProperties wanted = container.read().getProperties();
          wanted.setDefaultTimeToLiveInSeconds(3600);
          assertThat(container.replace(wanted).getProperties().getDefaultTimeToLiveInSeconds())
              .isEqualTo(3600);
        });
    report(
        "read and replace a throughput",
        () -> {
          assertThat(container.readThroughput().getProperties().getManualThroughput())
              .isEqualTo(400);
          container.replaceThroughput(ThroughputProperties.createManualThroughput(500));
          assertThat(container.readThroughput().getProperties().getManualThroughput())
              .isEqualTo(500);
        });
  }

  private static CosmosContainerProperties properties(String id) {
    return new CosmosContainerProperties(id, "/" + Sdk.PARTITION);
  }

  private void refusedDefinitions() {
    report(
        "unique keys",
        () ->
            database.createContainer(
                properties("u")
                    .setUniqueKeyPolicy(
                        new UniqueKeyPolicy()
                            .setUniqueKeys(List.of(new UniqueKey(List.of("/n")))))));
    CosmosContainerProperties computed = properties("k");
    computed.setComputedProperties(
        List.of(new ComputedProperty("l", "SELECT VALUE LOWER(c.n) FROM c")));
    report("computed properties", () -> database.createContainer(computed));
    report(
        "conflict resolution",
        () ->
            database.createContainer(
                properties("r")
                    .setConflictResolutionPolicy(
                        ConflictResolutionPolicy.createLastWriterWinsPolicy("/n"))));
    report(
        "the indexing mode 'lazy'",
        () ->
            database.createContainer(
                properties("l")
                    .setIndexingPolicy(new IndexingPolicy().setIndexingMode(IndexingMode.LAZY))));
  }

  private void items() {
    report(
        "create, read, upsert, replace and delete an item",
        () -> {
          container.createItem(item("a", "one", 1));
          container.upsertItem(item("a", "one", 2));
          container.replaceItem(item("a", "one", 3), "a", ONE, null);
          assertThat(Sdk.read(container, "a", "one").get("n").asInt()).isEqualTo(3);
          container.deleteItem("a", ONE, null);
        });
    report(
        "conditions by etag",
        () -> {
          String etag = container.createItem(item("e", "one", 0)).getETag();
          assertThat(refusal(() -> replaceIf("\"stale\""))).isEqualTo(412);
          replaceIf(etag);
        });
    report(
        "patch an item",
        () -> {
          JsonNode patched =
              container
                  .patchItem(
                      "e",
                      ONE,
                      CosmosPatchOperations.create()
                          .increment("/n", 41)
                          .add("/added", List.of(1))
                          .move("/added", "/moved"),
                      JsonNode.class)
                  .getItem();
          assertThat(patched.get("n").asInt()).isEqualTo(42);
          assertThat(patched.get("moved")).hasSize(1);
        });
    report(
        "patch where a condition holds",
        () -> {
          patchIf42();
          assertThat(refusal(this::patchIf42)).isEqualTo(412);
        });
  }

  private @Nullable Object replaceIf(String etag) {
    return container.replaceItem(
        item("e", "one", 1), "e", ONE, new CosmosItemRequestOptions().setIfMatchETag(etag));
  }

  private @Nullable Object patchIf42() {
    return container.patchItem(
        "e",
        ONE,
        CosmosPatchOperations.create().replace("/n", 43),
        new CosmosPatchItemRequestOptions().setFilterPredicate("FROM c WHERE c.n = 42"),
        JsonNode.class);
  }

  private static int refusal(Callable<?> step) {
    try {
      return status(step);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void batches() {
    PartitionKey batch = new PartitionKey("batch");
    report(
        "batch",
        () -> {
          CosmosBatch first = CosmosBatch.createCosmosBatch(batch);
          first.createItemOperation(item("x", "batch", 0));
          first.createItemOperation(item("y", "batch", 0));
          first.readItemOperation("x");
          assertThat(statuses(container.executeCosmosBatch(first))).containsExactly(201, 201, 200);
          CosmosBatch second = CosmosBatch.createCosmosBatch(batch);
          second.createItemOperation(item("z", "batch", 0));
          second.createItemOperation(item("x", "batch", 0));
          assertThat(statuses(container.executeCosmosBatch(second))).containsExactly(424, 409);
        });
    report(
        "batch with a patch",
        () -> {
          CosmosBatch patching = CosmosBatch.createCosmosBatch(batch);
          patching.patchItemOperation("x", CosmosPatchOperations.create().increment("/n", 1));
          patching.deleteItemOperation("y");
          assertThat(statuses(container.executeCosmosBatch(patching))).containsExactly(200, 204);
        });
    report(
        "bulk",
        () ->
            assertThat(
                    StreamSupport.stream(
                            container
                                .executeBulkOperations(
                                    List.of(
                                        CosmosBulkOperations.getCreateItemOperation(
                                            item("b", "b1", -1), new PartitionKey("b1")),
                                        CosmosBulkOperations.getCreateItemOperation(
                                            item("b", "b2", -1), new PartitionKey("b2")),
                                        CosmosBulkOperations.getReadItemOperation(
                                            "none", new PartitionKey("b2"))))
                                .spliterator(),
                            false)
                        .map(one -> one.getResponse().getStatusCode()))
                .containsExactlyInAnyOrder(201, 201, 404));
    report(
        "read many items",
        () ->
            assertThat(
                    container
                        .readMany(
                            List.of(
                                new CosmosItemIdentity(new PartitionKey("p1"), "i1"),
                                new CosmosItemIdentity(new PartitionKey("p0"), "i2"),
                                new CosmosItemIdentity(new PartitionKey("p1"), "i3")),
                            JsonNode.class)
                        .getResults())
                .hasSize(3));
    report(
        "list items",
        () ->
            assertThat(container.readAllItems(new PartitionKey("p0"), JsonNode.class).stream())
                .hasSize(5));
  }

  private static List<Integer> statuses(CosmosBatchResponse response) {
    return response.getResults().stream().map(one -> one.getStatusCode()).toList();
  }

  private void queries() {
    report(
        "query with parameters over all partitions",
        () ->
            assertThat(
                    container
                        .queryItems(
                            new SqlQuerySpec(
                                "SELECT VALUE c.n FROM c WHERE c.n >= @least"
                                    + " AND ARRAY_CONTAINS(@names, c.pk)",
                                new SqlParameter("@least", 7),
                                new SqlParameter("@names", List.of("p0", "p1"))),
                            new CosmosQueryRequestOptions(),
                            Integer.class)
                        .stream())
                .containsExactly(7, 8, 9));
    query(
        "ORDER BY within a partition",
        "SELECT VALUE c.n FROM c ORDER BY c.n DESC",
        "[8,6,4,2,0]",
        "p0");
    query(
        "ORDER BY over all partitions",
        "SELECT VALUE c.n FROM c WHERE c.n BETWEEN 2 AND 5 ORDER BY c.n DESC",
        "[5,4,3,2]",
        null);
    query(
        "OFFSET LIMIT and TOP",
        "SELECT c['n'] FROM c WHERE STARTSWITH(c.pk, 'p') ORDER BY c.n OFFSET 1 LIMIT 2",
        "[{\"n\":1},{\"n\":2}]",
        null);
    query(
        "DISTINCT",
        "SELECT DISTINCT VALUE c.tags[1] FROM c WHERE IS_DEFINED(c.tags)",
        "[\"t0\",\"t1\",\"t2\"]",
        null);
    query(
        "SELECT VALUE of an aggregate",
        "SELECT VALUE AVG(c.n) FROM c WHERE IS_DEFINED(c.tags)",
        "[4.5]",
        null);
    query(
        "aggregates side by side",
        "SELECT COUNT(1) AS n, MAX(c.n) AS m FROM c WHERE IS_DEFINED(c.tags)",
        "[{\"n\":10,\"m\":9}]",
        null);
    query(
        "GROUP BY",
        "SELECT c.tags[1] AS t, COUNT(1) AS n FROM c WHERE c.tags[1] = 't1' GROUP BY c.tags[1]",
        "[{\"t\":\"t1\",\"n\":3}]",
        null);
    query(
        "GROUP BY over all partitions",
        "SELECT VALUE COUNT(1) FROM c WHERE c.tags[1] = 't1' GROUP BY c.tags[1]",
        "[3]",
        null);
    query("JOIN", "SELECT VALUE t FROM c JOIN t IN c.tags WHERE c.n = 4", "[\"all\",\"t1\"]", null);
    query("LIKE", "SELECT VALUE c.n FROM c WHERE c.id LIKE 'i[7-9]'", "[7,8,9]", null);
    query(
        "string and array functions",
        "SELECT VALUE CONCAT(UPPER(c.id), '-', ARRAY_SLICE(c.tags, -1)[0]) FROM c"
            + " WHERE STARTSWITH(c.id, 'i') AND c.n = 5",
        "[\"I5-t2\"]",
        null);
    query(
        "subqueries",
        "SELECT VALUE c.n FROM c WHERE EXISTS(SELECT VALUE t FROM t IN c.tags)",
        "[]",
        null);
    query("user-defined functions in queries", "SELECT VALUE udf.f(c.n) FROM c", "[]", null);
  }

  private void query(String operation, String text, String rows, @Nullable String partition) {
    CosmosQueryRequestOptions options = new CosmosQueryRequestOptions();
    if (partition != null) {
      options.setPartitionKey(new PartitionKey(partition));
    }
    report(
        operation,
        () ->
            assertThat(
                    container.queryItems(text, options, JsonNode.class).stream()
                        .map(JsonNode::toString))
                .as(operation)
                .containsExactlyElementsOf(texts(rows)));
  }

  private static List<String> texts(String rows) {
    try {
      List<String> texts = new ArrayList<>();
      MAPPER.readTree(rows).forEach(row -> texts.add(row.toString()));
      return texts;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void feeds() {
    report(
        "pages that a token continues",
        () -> {
          List<Integer> rows = new ArrayList<>();
          String token = null;
          do {
            FeedResponse<Integer> page =
                container
                    .queryItems(
                        "SELECT VALUE c.n FROM c ORDER BY c.n",
                        new CosmosQueryRequestOptions().setPartitionKey(new PartitionKey("p0")),
                        Integer.class)
                    .iterableByPage(token, 2)
                    .iterator()
                    .next();
            rows.addAll(page.getResults());
            token = page.getContinuationToken();
          } while (token != null);
          assertThat(rows).containsExactly(0, 2, 4, 6, 8);
        });
    report(
        "query metrics",
        () ->
            assertThat(headers(new CosmosQueryRequestOptions().setQueryMetricsEnabled(true)))
                .hasEntrySatisfying(
                    "x-ms-documentdb-query-metrics",
                    metrics -> assertThat(metrics).contains("retrievedDocumentCount=1")));
    report(
        "index metrics",
        () ->
            assertThat(headers(new CosmosQueryRequestOptions().setIndexMetricsEnabled(true)))
                .containsKey("x-ms-cosmos-index-utilization"));
    report(
        "change feed by pages",
        () -> {
          CosmosChangeFeedRequestOptions options =
              CosmosChangeFeedRequestOptions.createForProcessingFromBeginning(
                  FeedRange.forFullRange());
          options.setMaxItemCount(3);
          List<JsonNode> seen = new ArrayList<>();
          String token = "";
          for (FeedResponse<JsonNode> page :
              container.queryChangeFeed(options, JsonNode.class).iterableByPage()) {
            seen.addAll(page.getResults());
            token = page.getContinuationToken();
          }
          assertThat(seen).hasSizeGreaterThan(10);
          container.upsertItem(item("i3", "p1", 3));
          assertThat(
                  container
                      .queryChangeFeed(
                          CosmosChangeFeedRequestOptions.createForProcessingFromContinuation(token),
                          JsonNode.class)
                      .stream()
                      .map(one -> one.get("id").asText()))
              .containsExactly("i3");
          assertThat(
                  container
                      .queryChangeFeed(
                          CosmosChangeFeedRequestOptions.createForProcessingFromBeginning(
                              FeedRange.forLogicalPartition(new PartitionKey("p0"))),
                          JsonNode.class)
                      .stream())
              .hasSize(5);
        });
    report(
        "change feed of all versions",
        () ->
            assertThat(
                    container
                        .queryChangeFeed(
                            CosmosChangeFeedRequestOptions.createForProcessingFromNow(
                                    FeedRange.forFullRange())
                                .allVersionsAndDeletes(),
                            JsonNode.class)
                        .stream())
                .isEmpty());
  }

  private Map<String, String> headers(CosmosQueryRequestOptions options) {
    return container
        .queryItems(
            "SELECT * FROM c WHERE c.n = 9",
            options.setPartitionKey(new PartitionKey("p1")),
            JsonNode.class)
        .iterableByPage()
        .iterator()
        .next()
        .getResponseHeaders();
  }

  private void hierarchical() {
    report(
        "hierarchical partition keys",
        () -> {
          PartitionKeyDefinition definition =
              new PartitionKeyDefinition()
                  .setPaths(List.of("/tenant", "/user"))
                  .setKind(PartitionKind.MULTI_HASH)
                  .setVersion(PartitionKeyDefinitionVersion.V2);
          database.createContainer(new CosmosContainerProperties("visits", definition));
          CosmosContainer visits = database.getContainer("visits");
          visits.createItem(
              MAPPER.createObjectNode().put("id", "v").put("tenant", "t").put("user", "u"));
          visits.createItem(
              MAPPER.createObjectNode().put("id", "w").put("tenant", "o").put("user", "u"));
          assertThat(
                  visits
                      .queryItems(
                          "SELECT VALUE c.id FROM c",
                          new CosmosQueryRequestOptions()
                              .setPartitionKey(new PartitionKeyBuilder().add("t").build()),
                          String.class)
                      .stream())
              .containsExactly("v");
        });
  }

  private void leftOut() {
    report(
        "stored procedures",
        () ->
            container
                .getScripts()
                .createStoredProcedure(new CosmosStoredProcedureProperties("s", "function () {}")));
    report(
        "triggers",
        () ->
            container
                .getScripts()
                .createTrigger(
                    new CosmosTriggerProperties("t", "function () {}")
                        .setTriggerType(TriggerType.PRE)
                        .setTriggerOperation(TriggerOperation.ALL)));
    report(
        "user-defined functions",
        () ->
            container
                .getScripts()
                .createUserDefinedFunction(
                    new CosmosUserDefinedFunctionProperties("f", "function () {}")));
    report(
        "removing all of a partition",
        () -> container.deleteAllItemsByPartitionKey(new PartitionKey("p0"), null));
  }
}
