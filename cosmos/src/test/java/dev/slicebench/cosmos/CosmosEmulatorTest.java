package dev.slicebench.cosmos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.cosmos.Rest.Reply;
import dev.slicebench.cosmos.emulator.Faults.Fault;
import dev.slicebench.cosmos.tap.CosmosTap;
import dev.slicebench.cosmos.wire.MasterKey;
import dev.slicebench.cosmos.wire.OperationKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The emulator over its REST API, as Dapr's component speaks it. */
class CosmosEmulatorTest {

  private final SetClock clock = new SetClock();
  private CosmosEmulator emulator;
  private CosmosAccount account;
  private Rest rest;

  @BeforeEach
  void start() throws IOException {
    start(CosmosEmulator.builder().clock(clock));
  }

  private void start(CosmosEmulator.Builder builder) throws IOException {
    emulator = builder.start();
    account = CosmosAccount.at(emulator.endpoint(), emulator.key());
    rest = new Rest(emulator.endpoint(), emulator.key());
    account.createDatabase("d");
    account.createContainer("d", "c");
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536, 99_999, Integer.MAX_VALUE})
  void whatIsNoPortIsRefusedByName(int number) {
    assertThatThrownBy(() -> CosmosEmulator.builder().port(number))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(number + " is no port")
        .hasMessageContaining("65535");
    assertThatThrownBy(() -> CosmosTap.start(emulator.endpoint(), number, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(number + " is no port");
  }

  @Test
  void advertisesTheAddressThatItWasReachedAt() throws IOException {
    JsonNode document = rest.send("GET", "", "", "", null).body();

    assertThat(document.at("/writableLocations/0/databaseAccountEndpoint").asText())
        .isEqualTo(emulator.endpoint().toString());
    assertThat(document.at("/userConsistencyPolicy/defaultConsistencyLevel").asText())
        .isEqualTo("Session");
  }

  @Test
  void createsAndRemovesDatabasesAndContainersOnce() throws IOException {
    assertThat(account.createDatabase("d")).isFalse();
    assertThat(account.createContainer("d", "c")).isFalse();
    account.requireContainer("d", "c");
    account.deleteContainer("d", "c");
    account.deleteContainer("d", "c");
    assertThatThrownBy(() -> account.requireContainer("d", "c"))
        .isInstanceOf(CosmosAccount.AccountException.class)
        .hasMessageContaining("look at the names");
    account.deleteDatabase("d");
    assertThat(rest.send("GET", "dbs/d", "dbs", "dbs/d", null).status()).isEqualTo(404);
  }

  @Test
  void pointOperationsAnswerAsTheServiceDoes() throws IOException {
    assertThat(rest.item("GET", "p", "a|b").status()).isEqualTo(404);
    Reply created = rest.post("p", document("a|b", "p", 1));
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("etag")).matches("\"[^\"]+\"");
    assertThat(rest.post("p", document("a|b", "p", 2)).status()).isEqualTo(409);
    Reply read = rest.item("GET", "p", "a|b");
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.body().get("n").asInt()).isEqualTo(1);
    assertThat(read.body().get("_etag").asText()).isEqualTo(read.header("etag"));
    assertThat(rest.item("GET", "other", "a|b").status()).isEqualTo(404);
    assertThat(rest.item("GET", "p", "a|b", "if-none-match", read.header("etag")).status())
        .isEqualTo(304);
    assertThat(rest.item("DELETE", "p", "a|b", "if-match", "\"stale\"").status()).isEqualTo(412);
    assertThat(rest.item("DELETE", "p", "a|b", "if-match", read.header("etag")).status())
        .isEqualTo(204);
    assertThat(rest.item("DELETE", "p", "a|b").status()).isEqualTo(404);
    Reply again = rest.post("p", document("a|b", "p", 1));
    assertThat(again.header("etag")).isNotEqualTo(read.header("etag"));
  }

  /** Dapr's create-only write: an upsert that matches an etag which nobody has. */
  @Test
  void anUpsertThatMatchesNothingCreatesAndNeverOverwrites() throws IOException {
    assertThat(rest.upsert("p", document("a", "p", 1), "if-match", "random").status())
        .isEqualTo(201);
    assertThat(rest.upsert("p", document("a", "p", 2), "if-match", "random").status())
        .isEqualTo(412);
    assertThat(rest.upsert("p", document("a", "p", 3), "if-none-match", "*").status())
        .isEqualTo(412);
    String etag = rest.item("GET", "p", "a").header("etag");
    assertThat(rest.upsert("p", document("a", "p", 4), "if-match", etag).status()).isEqualTo(200);
    assertThat(rest.upsert("p", document("a", "p", 5), "if-match", etag).status()).isEqualTo(412);
    assertThat(rest.upsert("p", document("a", "p", 6), "if-match", "*").status()).isEqualTo(200);
    assertThat(rest.item("GET", "p", "a").body().get("n").asInt()).isEqualTo(6);
  }

  @Test
  void theSameIdInTwoPartitionsIsTwoDocuments() throws IOException {
    rest.post("p", document("a", "p", 1));
    rest.post("q", document("a", "q", 2));

    assertThat(rest.item("GET", "p", "a").body().get("n").asInt()).isEqualTo(1);
    assertThat(rest.item("GET", "q", "a").body().get("n").asInt()).isEqualTo(2);
    assertThat(rest.post("p", document("b", "q", 1)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "a\\\\b", "a?b", "a#b"})
  void refusesIdsThatTheServiceRefuses(String id) throws IOException {
    assertThat(rest.post("p", document(id, "p", 1)).status()).isEqualTo(400);
  }

  @Test
  void refusesDocumentsOverTwoMegabytes() throws IOException {
    String large =
        "{\"id\":\"a\",\"partitionKey\":\"p\",\"x\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}";

    assertThat(rest.post("p", large).status()).isEqualTo(413);
    assertThat(rest.batch("p", "[" + create(large) + "]").status()).isEqualTo(413);
    assertThat(rest.item("GET", "p", "a").status()).isEqualTo(404);
  }

  @Test
  void aBatchIsAllOrNothing() throws IOException {
    rest.post("p", document("head", "p", 1));
    Reply refused =
        rest.batch(
            "p",
            "["
                + upsert(document("e1", "p", 1), null)
                + ","
                + upsert(document("head", "p", 2), "stale")
                + ","
                + upsert(document("e2", "p", 1), null)
                + "]");

    assertThat(refused.status()).isEqualTo(207);
    assertThat(refused.body().findValuesAsText("statusCode")).containsExactly("424", "412", "424");
    assertThat(rest.item("GET", "p", "e1").status()).isEqualTo(404);
    assertThat(rest.item("GET", "p", "head").body().get("n").asInt()).isEqualTo(1);

    String etag = rest.item("GET", "p", "head").header("etag");
    Reply done =
        rest.batch(
            "p",
            "["
                + upsert(document("e1", "p", 1), "random")
                + ","
                + upsert(document("head", "p", 2), etag)
                + "]");
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.body().findValuesAsText("statusCode")).containsExactly("201", "200");
    assertThat(rest.batch("p", "[{\"operationType\":\"Delete\",\"id\":\"none\"}]").status())
        .isEqualTo(207);
  }

  @Test
  void aBatchHasLimits() throws IOException {
    List<String> operations = new ArrayList<>();
    for (int i = 0; i <= 100; i++) {
      operations.add(create(document("x" + i, "p", i)));
    }

    assertThat(rest.batch("p", operations.toString()).status()).isEqualTo(400);
    assertThat(rest.batch("p", operations.subList(0, 100).toString()).status()).isEqualTo(200);
    assertThat(rest.batch("p", "[]").status()).isEqualTo(400);
    assertThat(
            rest.batch(
                    "p",
                    "[" + create(document("a", "p", 1)) + "," + create(document("b", "q", 1)) + "]")
                .status())
        .isEqualTo(400);
    assertThat(rest.item("GET", "p", "a").status()).isEqualTo(404);
    assertThat(rest.batch("p", "[{\"operationType\":\"Move\",\"id\":\"a\"}]").status())
        .isEqualTo(400);
  }

  /** Random batches against a map that is changed only where the whole batch fits. */
  @Test
  void batchesDoWhatAModelDoes() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Map<String, Integer> model = new TreeMap<>();
    for (int round = 0; round < 400; round++) {
      Map<String, Integer> next = new TreeMap<>(model);
      List<String> operations = new ArrayList<>();
      boolean fits = true;
      for (int i = random.nextInt(5); i >= 0; i--) {
        String id = "k" + random.nextInt(6);
        int value = random.nextInt(1000);
        boolean there = next.containsKey(id);
        switch (random.nextInt(4)) {
          case 0 -> {
            operations.add(create(document(id, "p", value)));
            fits &= !there;
            next.put(id, value);
          }
          case 1 -> {
            operations.add(upsert(document(id, "p", value), null));
            next.put(id, value);
          }
          case 2 -> {
            operations.add(upsert(document(id, "p", value), "nobody's"));
            fits &= !there;
            next.put(id, value);
          }
          default -> {
            operations.add("{\"operationType\":\"Delete\",\"id\":\"" + id + "\"}");
            fits &= there;
            next.remove(id);
          }
        }
      }
      assertThat(rest.batch("p", operations.toString()).status())
          .as("seed %d, round %d: %s on %s", seed, round, operations, model)
          .isEqualTo(fits ? 200 : 207);
      if (fits) {
        model = next;
      }
      Map<String, Integer> stored = new TreeMap<>();
      account
          .documents("d", "c")
          .forEach(one -> stored.put(one.get("id").asText(), one.get("n").asInt()));
      assertThat(stored).as("seed %d, round %d", seed, round).isEqualTo(model);
    }
  }

  @Test
  void ofFiftyWritersOneWins() throws Exception {
    rest.post("p", document("head", "p", 0));
    ExecutorService writers = Executors.newFixedThreadPool(50);
    try {
      for (int round = 1; round <= 10; round++) {
        String etag = rest.item("GET", "p", "head").header("etag");
        List<Callable<Integer>> race = new ArrayList<>();
        for (int writer = 0; writer < 50; writer++) {
          String batch =
              "["
                  + upsert(document("e" + round + "-" + writer, "p", writer), "new")
                  + ","
                  + upsert(document("head", "p", round), etag)
                  + "]";
          race.add(() -> rest.batch("p", batch).status());
        }
        int winners = 0;
        for (Future<Integer> one : writers.invokeAll(race)) {
          winners += one.get() == 200 ? 1 : 0;
        }
        assertThat(winners).isEqualTo(1);
      }
    } finally {
      writers.shutdownNow();
    }
    assertThat(account.documents("d", "c")).as("the head, and an event of each winner").hasSize(11);
  }

  @Test
  void queriesArePagedAndWhatIsWrittenMeanwhileMovesNothing() throws IOException {
    for (int i = 0; i < 7; i++) {
      rest.post(i % 2 == 0 ? "p" : "q", document("d" + i, i % 2 == 0 ? "p" : "q", i));
    }
    String all =
        "{\"query\":\"SELECT VALUE c.n FROM c WHERE c.n >= @n\",\"parameters\":"
            + "[{\"name\":\"@n\",\"value\":1}]}";

    Reply first = rest.query(null, all, "x-ms-max-item-count", "3");
    rest.item("DELETE", "q", "d1");
    Reply second = next(all, first);
    Reply last = next(all, second);

    assertThat(first.body().get("Documents")).hasToString("[1,2,3]");
    assertThat(second.body().get("Documents")).hasToString("[4,5,6]");
    // A page that a client has cut may be the last without knowing it.
    assertThat(last.body().get("Documents")).isEmpty();
    assertThat(last.header("x-ms-continuation")).isEmpty();
    assertThat(rest.query("q", all).body().get("Documents")).hasToString("[3,5]");
  }

  private Reply next(String query, Reply page) throws IOException {
    return rest.query(
        null,
        query,
        "x-ms-max-item-count",
        "3",
        "x-ms-continuation",
        page.header("x-ms-continuation"));
  }

  @Test
  void refusesQueriesThatItDoesNotKnowAndThoseOverPartitionsThatDoNotSaySo() throws IOException {
    assertThat(
            rest.query(null, "{\"query\":\"SELECT * FROM c WHERE EXISTS(SELECT VALUE 1)\"}")
                .body()
                .get("message")
                .asText())
        .contains("does not know subqueries");
    Reply unsaid =
        rest.send(
            "POST",
            Rest.DOCS,
            "docs",
            "dbs/d/colls/c",
            "{\"query\":\"SELECT * FROM c\"}",
            "content-type",
            "application/query+json");
    assertThat(unsaid.status()).isEqualTo(400);
    assertThat(unsaid.body().get("message").asText()).contains("Cross partition query");
  }

  @Test
  void refusesWhatItDoesNotDo() throws IOException {
    Reply refused = rest.send("GET", "dbs/d/colls/c/sprocs", "sprocs", "dbs/d/colls/c", null);
    assertThat(refused.status()).isEqualTo(501);
    assertThat(refused.body().get("message").asText()).contains("stored procedures");
  }

  @Test
  void refusesTheWrongKeyUnlessToldNotToLook() throws IOException {
    MasterKey wrong = MasterKey.of("d3Jvbmc=");
    assertThat(new Rest(emulator.endpoint(), wrong).item("GET", "p", "a").status()).isEqualTo(401);
    assertThatThrownBy(() -> CosmosAccount.at(emulator.endpoint(), wrong).createDatabase("x"))
        .hasMessageContaining("the key is not this account's")
        .hasMessageNotContaining("d3Jvbmc");
    stop();
    start(CosmosEmulator.builder().withoutAuthentication());
    assertThat(new Rest(emulator.endpoint(), wrong).item("GET", "p", "a").status()).isEqualTo(404);
  }

  @Test
  void speaksTlsWithACertificateOfItsOwn() throws IOException {
    stop();
    emulator = CosmosEmulator.builder().tls().start();
    CosmosAccount trusting =
        CosmosAccount.at(emulator.endpoint(), emulator.key(), emulator.certificatePem());

    assertThat(trusting.createDatabase("d")).isTrue();
    assertThatThrownBy(
            () -> CosmosAccount.at(emulator.endpoint(), emulator.key()).createDatabase("e"))
        .hasMessageContaining("no Cosmos DB answers");
  }

  @Test
  void documentsExpire() throws IOException {
    rest.send(
        "POST",
        "dbs/d/colls",
        "colls",
        "dbs/d",
        "{\"id\":\"t\",\"defaultTtl\":-1,\"partitionKey\":{\"paths\":[\"/partitionKey\"]}}");
    String docs = "dbs/d/colls/t/docs";
    String[] partition = {"x-ms-documentdb-partitionkey", "[\"p\"]"};
    for (String document :
        List.of(
            "{\"id\":\"short\",\"partitionKey\":\"p\",\"ttl\":10}",
            "{\"id\":\"ever\",\"partitionKey\":\"p\"}")) {
      rest.send("POST", docs, "docs", "dbs/d/colls/t", document, partition);
    }
    clock.advance(Duration.ofSeconds(9));
    assertThat(account.documents("d", "t")).hasSize(2);
    clock.advance(Duration.ofSeconds(1));
    assertThat(account.documents("d", "t")).hasSize(1);
    assertThat(rest.send("GET", docs + "/short", "docs", docs + "/short", null, partition).status())
        .isEqualTo(404);
  }

  /** Off, and on without a time of its own, let nothing expire that says nothing. */
  @Test
  void aContainersTimeToLiveIsRead() throws IOException {
    assertThat(account.timeToLive("d", "c")).isEmpty();
    for (int seconds : new int[] {-1, 3}) {
      rest.send(
          "POST",
          "dbs/d/colls",
          "colls",
          "dbs/d",
          "{\"id\":\"t%d\",\"defaultTtl\":%d,\"partitionKey\":{\"paths\":[\"/partitionKey\"]}}"
              .formatted(seconds, seconds));
    }
    assertThat(account.timeToLive("d", "t-1")).isEmpty();
    assertThat(account.timeToLive("d", "t3")).hasValue(3);
  }

  /** The points that Microsoft publishes; see the model. */
  @Test
  void chargesWhatIsPublished() throws IOException {
    String kb = "{\"id\":\"a\",\"partitionKey\":\"p\",\"x\":\"%s\"}";
    Reply small = rest.post("p", kb.formatted("x".repeat(700)));
    Reply large = rest.post("p", kb.formatted("x".repeat(102_400 - 300)).replace("\"a\"", "\"b\""));

    assertThat(small.charge()).isEqualTo(5);
    assertThat(large.charge()).isBetween(49.5, 50.5);
    assertThat(rest.item("GET", "p", "a").charge()).isEqualTo(1);
    assertThat(rest.item("GET", "p", "b").charge()).isBetween(9.9, 10.1);
    assertThat(rest.upsert("p", kb.formatted("y")).charge()).isEqualTo(10);
    assertThat(emulator.traffic().only(line -> line.kind() == OperationKind.CREATE).requestUnits())
        .isEqualTo(small.charge() + large.charge(), within(0.01));
  }

  @Test
  void aBudgetIsUsedUpAndComesBack() throws IOException {
    stop();
    start(CosmosEmulator.builder().clock(clock).budgetRequestUnitsPerSecond(10));
    clock.advance(Duration.ofSeconds(1));
    assertThat(rest.post("p", document("a", "p", 1)).status()).isEqualTo(201);
    assertThat(rest.post("p", document("b", "p", 1)).status()).isEqualTo(201);
    Reply refused = rest.post("p", document("c", "p", 1));
    assertThat(refused.status()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.header("x-ms-retry-after-ms"))).isBetween(1, 1000);
    clock.advance(Duration.ofSeconds(1));
    assertThat(rest.post("p", document("c", "p", 1)).status()).isEqualTo(201);
    assertThat(emulator.traffic().throttled()).isEqualTo(1);
  }

  @Test
  void faultsHappenOnDemand() throws IOException {
    Set<OperationKind> writes = Set.of(OperationKind.CREATE);
    emulator.faults().next(1, new Fault.Refuse(writes, 503, 0));
    assertThat(rest.item("GET", "p", "a").status()).isEqualTo(404);
    assertThat(rest.post("p", document("a", "p", 1)).status()).isEqualTo(503);
    emulator.faults().next(1, new Fault.CutBefore(writes));
    assertThatThrownBy(() -> rest.post("p", document("a", "p", 1))).isInstanceOf(IOException.class);
    assertThat(rest.item("GET", "p", "a").status()).isEqualTo(404);
    emulator.faults().next(1, new Fault.CutAfter(writes));
    assertThatThrownBy(() -> rest.post("p", document("a", "p", 1))).isInstanceOf(IOException.class);
    assertThat(rest.item("GET", "p", "a").status()).isEqualTo(200);
    assertThat(emulator.faults().left()).isZero();
  }

  private static String document(String id, String partition, int number) {
    return "{\"id\":\"%s\",\"partitionKey\":\"%s\",\"n\":%d}".formatted(id, partition, number);
  }

  private static String create(String document) {
    return "{\"operationType\":\"Create\",\"resourceBody\":" + document + "}";
  }

  private static String upsert(String document, @Nullable String ifMatch) {
    return "{\"operationType\":\"Upsert\","
        + (ifMatch == null ? "" : "\"ifMatch\":\"" + ifMatch.replace("\"", "\\\"") + "\",")
        + "\"resourceBody\":"
        + document
        + "}";
  }
}
