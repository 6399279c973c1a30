package dev.slicebench.sidecar;

import static dev.slicebench.sidecar.Client.delete;
import static dev.slicebench.sidecar.Client.firstWrite;
import static dev.slicebench.sidecar.Client.item;
import static dev.slicebench.sidecar.Client.json;
import static dev.slicebench.sidecar.Client.upsert;
import static dev.slicebench.sidecar.Client.withEtag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.cosmos.wire.OperationKind;
import dev.slicebench.cosmos.wire.Traffic;
import dev.slicebench.evidence.Charges;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.Client.Outcome;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.sidecar.backend.CosmosMeter;
import io.dapr.v1.CommonProtos.StateItem;
import io.dapr.v1.DaprStateProtos.BulkStateItem;
import io.dapr.v1.DaprStateProtos.ExecuteStateTransactionRequest;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.dapr.v1.DaprStateProtos.QueryStateItem;
import io.dapr.v1.DaprStateProtos.QueryStateRequest;
import io.dapr.v1.DaprStateProtos.TransactionalStateOperation;
import io.grpc.Status.Code;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What daprd does over Cosmos DB, as the modes meet it, held by the real one over the emulator and
 * by the embedded sidecar. It differs from the other components in so much that the {@link
 * SidecarContract} says little of it.
 */
final class CosmosContractTest {

  @Nested
  final class Embedded extends Contract {
    @Override
    Sidecar start() {
      return EmbeddedSidecar.start(BuiltIn.COSMOSDB);
    }
  }

  @Nested
  final class EmbeddedInAProcessOfItsOwn extends Contract {
    @Override
    Sidecar start() {
      return Sidecars.start(SidecarKind.EMBEDDED, BuiltIn.COSMOSDB);
    }
  }

  @Nested
  final class Native extends Contract {
    @Override
    Sidecar start() {
      RealDaprd.assume();
      return Sidecars.start(SidecarKind.NATIVE, BuiltIn.COSMOSDB);
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @SuppressWarnings("NullAway.Init") // set before the first test
  abstract static class Contract {

    private static final String PARTITION = "partitionKey";
    private static final String REFUSED = "(?s).*RESPONSE 412: 412 Precondition Failed.*";

    private Sidecar sidecar;
    private Client client;

    abstract Sidecar start();

    @BeforeAll
    final void startSidecar() {
      sidecar = start();
      client = new Client(sidecar);
    }

    @AfterAll
    final void stopSidecar() {
      if (client != null) {
        client.close();
        sidecar.close();
      }
    }

    private static String newKey() {
      return "k-" + UUID.randomUUID();
    }

    private static StateItem in(String partition, StateItem item) {
      return item.toBuilder().putMetadata(PARTITION, partition).build();
    }

    private String read(String partition, String key) {
      return client
          .stub()
          .getState(
              GetStateRequest.newBuilder()
                  .setStoreName("statestore")
                  .setKey(key)
                  .putMetadata(PARTITION, partition)
                  .build())
          .getData()
          .toStringUtf8();
    }

    private Outcome transact(String partition, TransactionalStateOperation... operations) {
      return client.call(
          stub ->
              stub.executeStateTransaction(
                  ExecuteStateTransactionRequest.newBuilder()
                      .setStoreName("statestore")
                      .putMetadata(PARTITION, partition)
                      .addAllOperations(Arrays.asList(operations))
                      .build()));
    }

    @Test
    void aKeyIsOfThePartitionThatTheRequestNamesElseOfItsOwn() {
      String key = newKey();
      assertThat(client.save(in("p", item(key, "[1]")))).isEqualTo(Outcome.OK);
      assertThat(read("p", key)).isEqualTo("[1]");
      assertThat(client.value(key)).isEmpty();
      String own = newKey();
      assertThat(client.save(item(own, "[2]"))).isEqualTo(Outcome.OK);
      assertThat(client.value(own)).isEqualTo("[2]");
    }

    @Test
    void aTransactionIsOfThePartitionOfItsRequestElseOfTheEmptyOne() {
      String key = newKey();
      assertThat(transact("q", upsert(in("other", item(key, "[1]"))))).isEqualTo(Outcome.OK);
      assertThat(read("q", key)).isEqualTo("[1]");
      assertThat(client.transact(upsert(in("q", item(key, "[2]"))))).isEqualTo(Outcome.OK);
      assertThat(read("q", key)).isEqualTo("[1]");
      assertThat(read("", key)).isEqualTo("[2]");
    }

    @Test
    void anObjectIsWrittenAgainAndBytesAndArraysAreKept() {
      String object = newKey();
      client.save(item(object, "{ \"b\" : 1 }"));
      assertThat(client.value(object)).isEqualTo("{\"b\":1}");
      for (String value : new String[] {"[ {\"b\" : 1} ]", "\"text\"", "no JSON"}) {
        String key = newKey();
        client.save(item(key, value));
        assertThat(client.value(key)).isEqualTo(value);
      }
      String array = newKey();
      client.save(json(item(array, "[ 1.0 ]")));
      assertThat(client.value(array)).isEqualTo("[1]");
      String empty = newKey();
      client.save(item(empty, ""));
      assertThat(client.value(empty)).isEqualTo("null");
    }

    @Test
    void aFirstWriteCreatesOnceByItselfAndInATransaction() {
      String key = newKey();
      assertThat(client.save(firstWrite(item(key, "[1]")))).isEqualTo(Outcome.OK);
      Outcome second = client.save(firstWrite(item(key, "[2]")));
      assertThat(second.code()).isEqualTo(Code.ABORTED);
      assertThat(second.message())
          .startsWith("failed saving state in state store statestore: possible etag mismatch.")
          .matches(REFUSED);
      String other = newKey();
      assertThat(transact("p", upsert(firstWrite(item(other, "[1]"))))).isEqualTo(Outcome.OK);
      String beside = newKey();
      Outcome refused =
          transact("p", upsert(item(beside, "[1]")), upsert(firstWrite(item(other, "[2]"))));
      assertThat(refused)
          .isEqualTo(
              new Outcome(
                  Code.INTERNAL,
                  "error while executing state transaction: transaction failed due to operation 1"
                      + " which failed with status code 412",
                  "ERR_STATE_TRANSACTION"));
      assertThat(read("p", beside)).isEmpty();
      assertThat(read("p", other)).isEqualTo("[1]");
    }

    @Test
    void anEtagRefusesADocumentWithAnotherAndCreatesAMissingOne() {
      String key = newKey();
      assertThat(client.save(withEtag(item(key, "[1]"), "\"none\""))).isEqualTo(Outcome.OK);
      String etag = client.etag(key);
      assertThat(etag).startsWith("\"").endsWith("\"");
      assertThat(client.save(withEtag(item(key, "[2]"), etag))).isEqualTo(Outcome.OK);
      Outcome stale = client.save(withEtag(item(key, "[3]"), etag));
      assertThat(stale.code()).isEqualTo(Code.ABORTED);
      assertThat(stale.message()).matches(REFUSED);
      assertThat(client.delete(key, etag).code()).isEqualTo(Code.ABORTED);
      assertThat(client.value(key)).isEqualTo("[2]");
    }

    @Test
    void aDeleteOfNothingPassesAloneAndFailsATransactionWithOthers() {
      assertThat(client.delete(newKey(), "")).isEqualTo(Outcome.OK);
      assertThat(client.delete(newKey(), "\"none\"")).isEqualTo(Outcome.OK);
      assertThat(transact("p", delete(item(newKey(), "")))).isEqualTo(Outcome.OK);
      String key = newKey();
      Outcome failed = transact("p", upsert(item(key, "[1]")), delete(item(newKey(), "")));
      assertThat(failed.message())
          .isEqualTo("error while executing state transaction: transaction failed");
      assertThat(read("p", key)).isEmpty();
    }

    @Test
    void aTransactionHasAtMostAHundredOperations() {
      Outcome refused =
          transact(
              "p",
              Stream.generate(() -> upsert(item(newKey(), "[1]")))
                  .limit(101)
                  .toArray(TransactionalStateOperation[]::new));
      assertThat(refused.code()).isEqualTo(Code.INVALID_ARGUMENT);
      assertThat(refused.message())
          .isEqualTo(
              "the transaction contains 101 operations, which is more than what the state store"
                  + " supports: 100");
      assertThat(refused.reason()).isEqualTo("DAPR_STATE_TOO_MANY_TRANSACTIONS");
    }

    @Test
    void aBulkReadOfSeveralKeysKnowsNoPartitionAndListsTheMissingLast() {
      String first = newKey();
      String second = newKey();
      String missing = newKey();
      client.save(in("p", item(second, "[2]")), item(first, "[1]"));
      assertThat(client.getBulk(missing, first, second))
          .extracting(BulkStateItem::getKey)
          .containsExactlyInAnyOrder(first, second, missing)
          .endsWith(missing);
    }

    @Test
    void aQueryFindsObjectsOfItsPartitionInOrder() {
      String partition = newKey();
      for (int version = 3; version > 0; version--) {
        String event = "{\"Stream\":\"s\",\"Version\":%d}".formatted(version);
        transact(partition, upsert(item(newKey(), event)));
      }
      transact(newKey(), upsert(item(newKey(), "{\"Stream\":\"s\",\"Version\":2}")));
      QueryStateRequest query =
          QueryStateRequest.newBuilder()
              .setStoreName("statestore")
              .putMetadata(PARTITION, partition)
              .setQuery(
                  "{\"filter\":{\"AND\":[{\"EQ\":{\"Stream\":\"s\"}},{\"GTE\":{\"Version\":2}}]},"
                      + "\"sort\":[{\"key\":\"Version\",\"order\":\"ASC\"}]}")
              .build();
      assertThat(client.stub().queryStateAlpha1(query).getResultsList())
          .extracting(QueryStateItem::getData)
          .extracting(data -> data.toStringUtf8().replaceAll(".*Version\":(\\d).*", "$1"))
          .containsExactly("2", "3");
      Outcome refused = client.queryOutcome("{\"filter\":{\"EQ\":{\"Version\":2}}}");
      assertThat(refused.message())
          .isEqualTo(
              "state store statestore query failed: unsupported type of value 2; expected string");
    }

    /** The component cannot merge, and the service does so within a partition only. */
    @Test
    void aQueryOverAllPartitionsHasNoOrder() {
      Outcome refused = client.queryOutcome("{\"sort\":[{\"key\":\"Version\",\"order\":\"ASC\"}]}");

      assertThat(refused.message())
          .contains("cross partition query can not be directly served by the gateway");
    }

    @Test
    void requestsAreCountedAsTheEmulatorCharges() {
      CosmosMeter meter = sidecar.cosmos().orElseThrow();
      assertThat(meter.charges()).isEqualTo(Charges.MODELLED);
      String key = newKey();
      Traffic before = meter.traffic();
      transact("p", upsert(item(key, "[1]")), upsert(item(newKey(), "[1]")));
      read("p", key);
      client.getBulk(key, newKey());
      Traffic traffic = meter.traffic().since(before);
      assertThat(traffic.lines())
          .extracting(Traffic.Line::kind)
          .containsExactlyInAnyOrder(
              OperationKind.BATCH, OperationKind.POINT_READ, OperationKind.QUERY);
      assertThat(traffic.requests()).isEqualTo(3);
      // Two writes of at most a kilobyte, a read, and a query that finds one document.
      assertThat(traffic.requestUnits()).isEqualTo(10 + 1 + 2.8);
    }
  }
}
