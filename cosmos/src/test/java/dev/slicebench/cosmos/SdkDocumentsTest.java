package dev.slicebench.cosmos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.cosmos.CosmosClient;
import com.azure.cosmos.CosmosContainer;
import com.azure.cosmos.CosmosException;
import com.azure.cosmos.ThrottlingRetryOptions;
import com.azure.cosmos.models.CosmosBatch;
import com.azure.cosmos.models.CosmosBatchItemRequestOptions;
import com.azure.cosmos.models.CosmosBatchResponse;
import com.azure.cosmos.models.CosmosItemIdentity;
import com.azure.cosmos.models.CosmosItemRequestOptions;
import com.azure.cosmos.models.CosmosItemResponse;
import com.azure.cosmos.models.PartitionKey;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.emulator.Faults.Fault;
import dev.slicebench.cosmos.wire.OperationKind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents and batches, as the official Java SDK sends them and understands the answers. */
class SdkDocumentsTest {

  private static final PartitionKey P = new PartitionKey("p");

  private CosmosEmulator emulator;
  private CosmosClient client;
  private CosmosContainer container;

  @BeforeEach
  void start() throws IOException {
    emulator = CosmosEmulator.builder().tls().start();
    client = Sdk.client(emulator);
    container = Sdk.container(client);
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void pointOperations() {
    CosmosItemResponse<ObjectNode> created =
        container.createItem(Sdk.document("a|1 ü", "p", 1), P, new CosmosItemRequestOptions());
    assertThat(created.getStatusCode()).isEqualTo(201);
    assertThat(created.getRequestCharge()).isEqualTo(5);
    assertThat(created.getItem().get("_etag").asText()).isEqualTo(created.getETag());
    assertThat(refusal(() -> container.createItem(Sdk.document("a|1 ü", "p", 2)))).isEqualTo(409);
    assertThat(Sdk.read(container, "a|1 ü", "p").get("n").asInt()).isEqualTo(1);
    assertThat(refusal(() -> Sdk.read(container, "a|1 ü", "q"))).isEqualTo(404);
    assertThat(container.upsertItem(Sdk.document("a|1 ü", "p", 3)).getStatusCode()).isEqualTo(200);
    assertThat(container.upsertItem(Sdk.document("b", "p", 3)).getStatusCode()).isEqualTo(201);
    CosmosItemRequestOptions none = new CosmosItemRequestOptions();
    assertThat(container.replaceItem(Sdk.document("b", "p", 4), "b", P, none).getItem().get("n"))
        .hasToString("4");
    assertThat(refusal(() -> container.replaceItem(Sdk.document("x", "p", 4), "x", P, none)))
        .isEqualTo(404);
    assertThat(container.deleteItem("b", P, none).getStatusCode()).isEqualTo(204);
    assertThat(refusal(() -> container.deleteItem("b", P, none))).isEqualTo(404);
  }

  @Test
  void conditions() {
    String first = container.createItem(Sdk.document("a", "p", 1)).getETag();
    String second = container.upsertItem(Sdk.document("a", "p", 2)).getETag();
    CosmosItemRequestOptions stale = new CosmosItemRequestOptions().setIfMatchETag(first);
    CosmosItemRequestOptions fresh = new CosmosItemRequestOptions().setIfMatchETag(second);
    CosmosItemRequestOptions known = new CosmosItemRequestOptions().setIfNoneMatchETag(second);

    assertThat(refusal(() -> container.replaceItem(Sdk.document("a", "p", 3), "a", P, stale)))
        .isEqualTo(412);
    assertThat(refusal(() -> container.upsertItem(Sdk.document("a", "p", 3), P, stale)))
        .isEqualTo(412);
    assertThat(refusal(() -> container.deleteItem("a", P, stale))).isEqualTo(412);
    assertThat(container.readItem("a", P, known, JsonNode.class).getStatusCode()).isEqualTo(304);
    assertThat(
            container
                .replaceItem(Sdk.document("a", "p", 3), "a", P, fresh)
                .getItem()
                .get("n")
                .asInt())
        .isEqualTo(3);
    assertThat(container.readItem("a", P, known, JsonNode.class).getStatusCode()).isEqualTo(200);
  }

  @Test
  void severalDocumentsAtOnce() {
    for (int i = 0; i < 6; i++) {
      container.createItem(Sdk.document("d" + i, i % 2 == 0 ? "p" : "q", i));
    }
    List<CosmosItemIdentity> wanted =
        List.of(
            new CosmosItemIdentity(P, "d0"),
            new CosmosItemIdentity(new PartitionKey("q"), "d3"),
            new CosmosItemIdentity(P, "d5"),
            new CosmosItemIdentity(P, "d4"));

    assertThat(container.readMany(wanted, JsonNode.class).getResults())
        .extracting(found -> found.get("id").asText())
        .containsExactlyInAnyOrder("d0", "d3", "d4");
  }

  @Test
  void batchesAreAllOrNothing() {
    String head = container.createItem(Sdk.document("head", "p", 0)).getETag();
    CosmosBatchResponse done = container.executeCosmosBatch(append("e1", head));
    assertThat(done.isSuccessStatusCode()).isTrue();
    assertThat(done.getResults())
        .extracting(result -> result.getStatusCode())
        .containsExactly(201, 200, 200);
    assertThat(done.getResults().get(2).getItem(JsonNode.class).get("n").asInt()).isEqualTo(1);
    assertThat(done.getRequestCharge()).isGreaterThan(10);

    CosmosBatchResponse refused = container.executeCosmosBatch(append("e2", head));
    assertThat(refused.isSuccessStatusCode()).isFalse();
    assertThat(refused.getStatusCode()).isEqualTo(412);
    assertThat(refused.getResults())
        .extracting(result -> result.getStatusCode())
        .containsExactly(424, 412, 424);
    assertThat(refusal(() -> Sdk.read(container, "e2", "p"))).isEqualTo(404);

    CosmosBatch removal = CosmosBatch.createCosmosBatch(P);
    removal.deleteItemOperation("e1");
    removal.replaceItemOperation("head", Sdk.document("head", "p", 7));
    assertThat(container.executeCosmosBatch(removal).isSuccessStatusCode()).isTrue();
    assertThat(refusal(() -> Sdk.read(container, "e1", "p"))).isEqualTo(404);
  }

  private static CosmosBatch append(String event, String headEtag) {
    CosmosBatch batch = CosmosBatch.createCosmosBatch(P);
    batch.createItemOperation(Sdk.document(event, "p", 1));
    batch.upsertItemOperation(
        Sdk.document("head", "p", 1), new CosmosBatchItemRequestOptions().setIfMatchETag(headEtag));
    batch.readItemOperation(event);
    return batch;
  }

  @Test
  void batchesHaveTheServicesLimits() {
    CosmosBatch many = CosmosBatch.createCosmosBatch(P);
    for (int i = 0; i < 101; i++) {
      many.createItemOperation(Sdk.document("d" + i, "p", i));
    }
    assertThat(refusal(() -> container.executeCosmosBatch(many))).isEqualTo(400);
    CosmosBatch large = CosmosBatch.createCosmosBatch(P);
    for (int i = 0; i < 3; i++) {
      large.createItemOperation(Sdk.document("l" + i, "p", i).put("x", "x".repeat(800_000)));
    }
    assertThat(refusal(() -> container.executeCosmosBatch(large))).isEqualTo(413);
    CosmosBatch elsewhere = CosmosBatch.createCosmosBatch(P);
    elsewhere.createItemOperation(Sdk.document("a", "q", 1));
    assertThat(refusal(() -> container.executeCosmosBatch(elsewhere))).isEqualTo(400);
  }

  @Test
  void aSessionTokenRisesWithEveryWriteAndReadsItsOwnWrites() {
    String first = container.createItem(Sdk.document("a", "p", 1)).getSessionToken();
    String second = container.upsertItem(Sdk.document("a", "p", 2)).getSessionToken();
    CosmosItemResponse<JsonNode> read =
        container.readItem(
            "a", P, new CosmosItemRequestOptions().setSessionToken(second), JsonNode.class);

    assertThat(sequence(second)).isGreaterThan(sequence(first));
    assertThat(sequence(read.getSessionToken())).isGreaterThanOrEqualTo(sequence(second));
    assertThat(read.getItem().get("n").asInt()).isEqualTo(2);
  }

  private static long sequence(String token) {
    assertThat(token).matches("0:-1#\\d+");
    return Long.parseLong(token.substring("0:-1#".length()));
  }

  @Test
  void whatIsThrottledIsTriedAgainAfterTheTimeThatTheAnswerNames() {
    Duration pause = Duration.ofMillis(150);
    Fault throttled = new Fault.Refuse(Set.of(OperationKind.CREATE), 429, (int) pause.toMillis());
    emulator.faults().next(3, throttled);

    CosmosItemResponse<ObjectNode> created = container.createItem(Sdk.document("a", "p", 1));

    assertThat(created.getStatusCode()).isEqualTo(201);
    assertThat(emulator.traffic().throttled()).isEqualTo(3);
    assertThat(created.getDuration()).isGreaterThanOrEqualTo(pause.multipliedBy(3));
  }

  @Test
  void whoDoesNotTryAgainIsToldHowLongToWait() throws IOException {
    emulator.faults().next(1, new Fault.Refuse(Set.of(OperationKind.POINT_READ), 429, 1234));
    ThrottlingRetryOptions never =
        new ThrottlingRetryOptions().setMaxRetryAttemptsOnThrottledRequests(0);
    try (CosmosClient impatient = Sdk.client(emulator, never)) {
      CosmosContainer same = impatient.getDatabase("d").getContainer("c");

      CosmosException refused =
          catchThrowableOfType(CosmosException.class, () -> Sdk.read(same, "a", "p"));

      assertThat(refused.getStatusCode()).isEqualTo(429);
      assertThat(refused.getRetryAfterDuration()).isEqualTo(Duration.ofMillis(1234));
    }
  }

  private static int refusal(Callable<?> call) {
    return catchThrowableOfType(CosmosException.class, call::call).getStatusCode();
  }
}
