package dev.slicebench.sidecar;

import static dev.slicebench.sidecar.Client.delete;
import static dev.slicebench.sidecar.Client.firstWrite;
import static dev.slicebench.sidecar.Client.item;
import static dev.slicebench.sidecar.Client.json;
import static dev.slicebench.sidecar.Client.lastWrite;
import static dev.slicebench.sidecar.Client.operation;
import static dev.slicebench.sidecar.Client.upsert;
import static dev.slicebench.sidecar.Client.withEtag;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.sidecar.Client.Outcome;
import dev.slicebench.sidecar.backend.Backend;
import io.dapr.v1.DaprMetadataProtos.GetMetadataRequest;
import io.dapr.v1.DaprStateProtos.BulkStateItem;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.dapr.v1.DaprStateProtos.QueryStateItem;
import io.dapr.v1.DaprStateProtos.SaveStateRequest;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What daprd's state API does over one backend, down to the words of its errors. It runs against
 * the real daprd and against the embedded sidecar, so that the second cannot drift from the first.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SidecarContract {

  private final Traits traits;
  private Sidecar sidecar;
  private Client client;

  @SuppressWarnings("NullAway.Init") // set before the first test
  SidecarContract(Backend.BuiltIn backend) {
    this.traits = new Traits(backend);
  }

  /** Starts the sidecar under test. */
  abstract Sidecar start(Backend.BuiltIn backend);

  @BeforeAll
  final void startSidecar() {
    sidecar = start(traits.backend());
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

  private String stored(String key) {
    return sidecar.info().appId() + "\\|\\|" + key;
  }

  private static void assertOutcome(Outcome outcome, Code code, String reason, String message) {
    assertThat(outcome.code()).as(outcome.toString()).isEqualTo(code);
    assertThat(outcome.reason()).as(outcome.toString()).isEqualTo(reason);
    assertThat(outcome.message()).matches(message);
  }

  private static void assertSave(Outcome outcome, Code code, String detail) {
    assertOutcome(
        outcome,
        code,
        "ERR_STATE_SAVE",
        "failed saving state in state store statestore: " + detail);
  }

  private static void assertTransaction(Outcome outcome, String detail) {
    assertOutcome(
        outcome,
        Code.INTERNAL,
        "ERR_STATE_TRANSACTION",
        "error while executing state transaction: " + detail);
  }

  private Code createRefusedCode() {
    return traits.redis() || traits.postgresql() ? Code.INTERNAL : Code.ABORTED;
  }

  // Reading

  @Test
  void aMissingKeyIsEmptyAndHasNoEtag() {
    assertThat(client.get(newKey())).isEqualTo(client.get(newKey()));
    assertThat(client.get(newKey()).getEtag()).isEmpty();
    assertThat(client.get(newKey()).getData()).isEmpty();
  }

  @Test
  void aBulkReadListsEachKeyOnceFoundOrMissing() {
    String first = newKey();
    String second = newKey();
    String missing = newKey();
    client.save(item(second, "2"), item(first, "1"));
    List<BulkStateItem> items = client.getBulk(missing, second, first);
    assertThat(items)
        .extracting(BulkStateItem::getKey)
        .containsExactlyInAnyOrder(first, second, missing);
    for (BulkStateItem item : items) {
      assertThat(item.getError()).isEmpty();
      assertThat(item.getEtag()).isEqualTo(client.etag(item.getKey()));
      assertThat(item.getData().toStringUtf8()).isEqualTo(client.value(item.getKey()));
    }
  }

  @Test
  void aBulkReadListsFoundKeysFirstUnlessTheComponentReadsOneByOne() {
    String missing = "a" + newKey();
    String found = "b" + newKey();
    client.save(item(found, "1"));
    assertThat(client.getBulk(missing, found))
        .extracting(BulkStateItem::getKey)
        .containsExactlyElementsOf(
            traits.memory() || traits.redis() ? List.of(missing, found) : List.of(found, missing));
  }

  @Test
  void aKeyAskedForTwiceIsListedOnceBySqlWhereItExists() {
    String found = newKey();
    String missing = newKey();
    client.save(item(found, "1"));
    assertThat(client.getBulk(found, found)).hasSize(traits.memory() || traits.redis() ? 2 : 1);
    assertThat(client.getBulk(missing, missing)).hasSize(2);
  }

  @Test
  void emptyRequestsAreAnswered() {
    assertThat(client.getBulk()).isEmpty();
    assertThat(client.save()).isEqualTo(Outcome.OK);
    assertThat(client.deleteBulk()).isEqualTo(Outcome.OK);
    assertThat(client.transact()).isEqualTo(Outcome.OK);
  }

  @Test
  void valuesAreBytes() {
    byte[] binary = new byte[2000];
    new Random(7).nextBytes(binary);
    for (ByteString value :
        List.of(
            ByteString.copyFrom(binary),
            ByteString.copyFromUtf8("{ \"z\" : 1.50,  \"a\" : 12345678901234567890 }"),
            ByteString.copyFromUtf8("[1, 2]"),
            ByteString.copyFromUtf8("\"ünïcode \uD83D\uDE00 \u0000\""))) {
      String alone = newKey();
      String together = newKey();
      assertThat(client.save(item(alone, value))).isEqualTo(Outcome.OK);
      assertThat(client.transact(upsert(item(together, value)))).isEqualTo(Outcome.OK);
      assertThat(client.get(alone).getData()).isEqualTo(value);
      assertThat(client.get(together).getData()).isEqualTo(value);
      assertThat(client.get(alone).getEtag()).isNotEmpty();
      assertThat(client.get(together).getEtag()).isNotEmpty();
    }
  }

  @Test
  void anEmptyValueIsOneExceptToPostgresqlV2() {
    String key = newKey();
    String other = newKey();
    Outcome alone = client.save(item(key, ""));
    Outcome together = client.transact(upsert(item(other, "")));
    if (traits.backend() == Backend.BuiltIn.POSTGRESQL) {
      String text =
          "ERROR: null value in column \"value\" of relation \"state\" violates not-null"
              + " constraint \\(SQLSTATE 23502\\)";
      assertSave(alone, Code.INTERNAL, text);
      assertTransaction(together, text);
      assertThat(client.etag(key)).isEmpty();
    } else {
      assertThat(alone).isEqualTo(Outcome.OK);
      assertThat(together).isEqualTo(Outcome.OK);
      assertThat(client.etag(key)).isNotEmpty();
      assertThat(client.get(key).getData()).isEmpty();
      assertThat(client.etag(other)).isNotEmpty();
    }
  }

  @Test
  void keysMayHoldAnythingButTwoBars() {
    for (String key :
        List.of("a|b", "|", "x|", "ünïcode \uD83D\uDE00", "a b/c?d%20", "k".repeat(1000))) {
      String unique = key.endsWith("|") ? UUID.randomUUID() + key : key + UUID.randomUUID();
      assertThat(client.save(item(unique, key))).isEqualTo(Outcome.OK);
      assertThat(client.value(unique)).isEqualTo(key);
      assertThat(client.getBulk(unique)).extracting(BulkStateItem::getKey).containsExactly(unique);
    }
  }

  // Writing by itself

  @Test
  void aPlainWriteReplacesAndChangesTheEtag() {
    String key = newKey();
    client.save(item(key, "1"));
    String before = client.etag(key);
    assertThat(client.save(item(key, "2"))).isEqualTo(Outcome.OK);
    assertThat(client.value(key)).isEqualTo("2");
    assertThat(client.etag(key)).isNotEqualTo(before);
  }

  @Test
  void anEmptyEtagIsNone() {
    String key = newKey();
    client.save(item(key, "1"));
    assertThat(client.save(withEtag(item(key, "2"), ""))).isEqualTo(Outcome.OK);
    assertThat(client.value(key)).isEqualTo("2");
  }

  @Test
  void theCurrentEtagIsAcceptedOnce() {
    String key = newKey();
    client.save(item(key, "1"));
    String etag = client.etag(key);
    assertThat(client.save(withEtag(item(key, "2"), etag))).isEqualTo(Outcome.OK);
    Outcome again = client.save(withEtag(item(key, "3"), etag));
    assertThat(again.code()).isEqualTo(Code.ABORTED);
    assertThat(client.value(key)).isEqualTo("2");
  }

  @Test
  void aWrongEtagIsAborted() {
    String key = newKey();
    client.save(item(key, "1"));
    assertSave(
        client.save(withEtag(item(key, "2"), traits.otherEtag())),
        Code.ABORTED,
        traits.etagRefused(stored(key), false));
    assertSave(
        client.save(firstWrite(withEtag(item(key, "2"), traits.otherEtag()))),
        Code.ABORTED,
        traits.etagRefused(stored(key), false));
    assertThat(client.value(key)).isEqualTo("1");
  }

  @Test
  void anEtagIsHonouredWithLastWriteExceptByRedis() {
    String key = newKey();
    client.save(item(key, "1"));
    Outcome outcome = client.save(lastWrite(withEtag(item(key, "2"), traits.otherEtag())));
    assertThat(outcome.code()).isEqualTo(traits.redis() ? Code.OK : Code.ABORTED);
    assertThat(client.value(key)).isEqualTo(traits.redis() ? "2" : "1");
  }

  @Test
  void anEtagOnAMissingKeyIsRefusedExceptByRedisWhichCreates() {
    String key = newKey();
    Outcome outcome = client.save(withEtag(item(key, "1"), traits.otherEtag()));
    if (traits.redis()) {
      assertThat(outcome).isEqualTo(Outcome.OK);
      assertThat(client.value(key)).isEqualTo("1");
    } else {
      assertSave(outcome, Code.ABORTED, traits.etagOfMissingRefused(stored(key)));
      assertThat(client.etag(key)).isEmpty();
    }
  }

  @Test
  void anEtagOfTheWrongFormIsRefusedInTheComponentsWords() {
    String key = newKey();
    client.save(item(key, "1"));
    Outcome outcome = client.save(withEtag(item(key, "2"), "x1"));
    if (traits.redis()) {
      assertSave(
          outcome,
          Code.INVALID_ARGUMENT,
          "invalid etag value: strconv\\.Atoi: parsing \"x1\": invalid syntax");
    } else if (traits.postgresqlV1()) {
      assertSave(
          outcome,
          Code.INVALID_ARGUMENT,
          "invalid etag value: strconv\\.ParseUint: parsing \"x1\": invalid syntax");
    } else if (traits.postgresql()) {
      assertSave(outcome, Code.ABORTED, Traits.MISMATCH + ": invalid UUID length: 2");
    } else {
      assertThat(outcome.code()).isEqualTo(Code.ABORTED);
    }
    if (traits.postgresqlV1()) {
      assertSave(
          client.save(withEtag(item(key, "2"), "5000000000")),
          Code.INVALID_ARGUMENT,
          "invalid etag value: strconv\\.ParseUint: parsing \"5000000000\": value out of range");
    }
    assertThat(client.value(key)).isEqualTo("1");
  }

  @Test
  void redisCountsTheWritesOfAKey() {
    String key = newKey();
    client.save(item(key, "1"));
    client.save(item(key, "2"));
    if (traits.redis()) {
      assertThat(client.etag(key)).isEqualTo("2");
      client.delete(key, "");
      client.save(item(key, "3"));
      assertThat(client.etag(key)).isEqualTo("1");
    } else if (traits.postgresqlV1()) {
      assertThat(client.etag(key)).matches("[0-9]+");
    } else {
      assertThat(client.etag(key)).matches("[0-9a-f-]{36}");
    }
  }

  @Test
  void aFirstWriteCreatesOnce() {
    String key = newKey();
    assertThat(client.save(firstWrite(item(key, "1")))).isEqualTo(Outcome.OK);
    assertSave(
        client.save(firstWrite(item(key, "2"))),
        createRefusedCode(),
        traits.createRefused(stored(key)));
    assertThat(client.value(key)).isEqualTo("1");
  }

  @Test
  void aFirstWriteOverAPlainOneIsRefusedExceptByRedis() {
    String key = newKey();
    client.save(item(key, "1"));
    Outcome outcome = client.save(firstWrite(item(key, "2")));
    assertThat(outcome.ok()).isEqualTo(traits.redis());
    assertThat(client.value(key)).isEqualTo(traits.redis() ? "2" : "1");
  }

  @Test
  void aPlainWriteOverAFirstWriteIsAcceptedExceptByRedis() {
    String key = newKey();
    client.save(firstWrite(item(key, "1")));
    Outcome alone = client.save(item(key, "2"));
    Outcome together = client.transact(upsert(item(key, "3")));
    assertThat(alone.ok()).isEqualTo(!traits.redis());
    assertThat(together.ok()).isEqualTo(!traits.redis());
    assertThat(client.value(key)).isEqualTo(traits.redis() ? "1" : "3");
    assertThat(client.save(withEtag(item(key, "4"), client.etag(key)))).isEqualTo(Outcome.OK);
    assertThat(client.value(key)).isEqualTo("4");
  }

  @Test
  void severalItemsOfOneSaveAreIndependent() {
    String taken = newKey();
    String free = newKey();
    client.save(item(taken, "1"));
    assertSave(
        client.save(withEtag(item(taken, "2"), traits.otherEtag()), item(free, "2")),
        Code.ABORTED,
        Traits.MISMATCH + ": " + traits.etagRefused(stored(taken), false));
    assertThat(client.value(taken)).isEqualTo("1");
    assertThat(client.value(free)).isEqualTo("2");
  }

  @Test
  void anEtagFailureAmongOthersDecidesTheCode() {
    String taken = newKey();
    String created = newKey();
    client.save(item(taken, "1"));
    client.save(firstWrite(item(created, "1")));
    Outcome outcome =
        client.save(firstWrite(item(created, "2")), withEtag(item(taken, "2"), traits.otherEtag()));
    assertThat(outcome.code()).isEqualTo(Code.ABORTED);
    assertThat(client.save(firstWrite(item(created, "2")), firstWrite(item(created, "3"))).code())
        .isEqualTo(createRefusedCode());
  }

  // Deleting

  @Test
  void deletingIsIdempotentWithoutAnEtag() {
    String key = newKey();
    client.save(item(key, "1"));
    assertThat(client.delete(key, "")).isEqualTo(Outcome.OK);
    assertThat(client.delete(key, "")).isEqualTo(Outcome.OK);
    assertThat(client.etag(key)).isEmpty();
  }

  @Test
  void deletingWithAnEtag() {
    String key = newKey();
    client.save(item(key, "1"));
    assertOutcome(
        client.delete(key, traits.otherEtag()),
        Code.ABORTED,
        "ERR_STATE_DELETE",
        "failed deleting state with key " + key + ": " + traits.deleteRefused(stored(key), false));
    assertThat(client.delete(key, client.etag(key))).isEqualTo(Outcome.OK);
    assertThat(client.etag(key)).isEmpty();
    assertThat(client.delete(key, traits.otherEtag()).code())
        .isEqualTo(traits.redis() ? Code.OK : Code.ABORTED);
  }

  @Test
  void aFirstWriteDeleteIsRefusedByMemoryOnly() {
    String key = newKey();
    client.save(item(key, "1"));
    assertThat(client.deleteFirstWrite(key).code())
        .isEqualTo(traits.memory() ? Code.ABORTED : Code.OK);
    assertThat(client.deleteFirstWrite(newKey())).isEqualTo(Outcome.OK);
  }

  @Test
  void aBulkDeleteIsIndependentPerKey() {
    String kept = newKey();
    String gone = newKey();
    client.save(item(kept, "1"), item(gone, "1"));
    assertOutcome(
        client.deleteBulk(withEtag(item(kept, ""), traits.otherEtag()), item(gone, "")),
        Code.ABORTED,
        "ERR_STATE_BULK_DELETE",
        "failed deleting state in state store statestore: "
            + Traits.MISMATCH
            + ": "
            + traits.deleteRefused(stored(kept), false));
    assertThat(client.value(kept)).isEqualTo("1");
    assertThat(client.etag(gone)).isEmpty();
  }

  // Transactions

  @Test
  void aTransactionWritesAndDeletesInOrder() {
    String written = newKey();
    String deleted = newKey();
    client.save(item(deleted, "0"));
    assertThat(
            client.transact(
                upsert(item(written, "1")),
                delete(item(deleted, "")),
                upsert(item(written, "2")),
                delete(item(newKey(), ""))))
        .isEqualTo(Outcome.OK);
    assertThat(client.value(written)).isEqualTo("2");
    assertThat(client.etag(deleted)).isEmpty();
  }

  @Test
  void aTransactionWithAWrongEtagIsInternalAndRolledBackExceptByRedis() {
    String head = newKey();
    String before = newKey();
    String after = newKey();
    client.save(item(head, "1"));
    assertTransaction(
        client.transact(
            upsert(item(before, "x")),
            upsert(withEtag(item(head, "2"), traits.otherEtag())),
            upsert(item(after, "x"))),
        traits.etagRefused(stored(head), true));
    assertThat(client.value(head)).isEqualTo("1");
    assertThat(client.etag(before).isEmpty()).isEqualTo(traits.rollsBack());
    assertThat(client.etag(after).isEmpty()).isEqualTo(traits.rollsBack());
  }

  @Test
  void aTransactionWithAWrongEtagOnADeleteIsRefused() {
    String key = newKey();
    String other = newKey();
    client.save(item(key, "1"));
    assertTransaction(
        client.transact(
            upsert(item(other, "x")), delete(withEtag(item(key, ""), traits.otherEtag()))),
        traits.deleteRefused(stored(key), true));
    assertThat(client.value(key)).isEqualTo("1");
    assertThat(client.etag(other).isEmpty()).isEqualTo(traits.rollsBack());
  }

  @Test
  void aFirstWriteInATransactionIsRefusedOnATakenKeyExceptByRedis() {
    String taken = newKey();
    String other = newKey();
    client.transact(upsert(firstWrite(item(taken, "1"))));
    Outcome outcome =
        client.transact(upsert(item(other, "x")), upsert(firstWrite(item(taken, "2"))));
    if (traits.redis()) {
      assertThat(outcome).isEqualTo(Outcome.OK);
      assertThat(client.value(taken)).isEqualTo("2");
    } else {
      assertTransaction(outcome, traits.createRefused(stored(taken)));
      assertThat(client.value(taken)).isEqualTo("1");
      assertThat(client.etag(other)).isEmpty();
    }
  }

  @Test
  void aTransactionOfOneIsRefusedTheSameWay() {
    String key = newKey();
    client.save(item(key, "1"));
    assertTransaction(
        client.transact(upsert(withEtag(item(key, "2"), traits.otherEtag()))),
        traits.etagRefused(stored(key), true));
  }

  @Test
  void memoryChecksATransactionAgainstTheStateBeforeIt() {
    String key = newKey();
    Outcome outcome =
        client.transact(upsert(firstWrite(item(key, "1"))), upsert(firstWrite(item(key, "2"))));
    assertThat(outcome.ok()).isEqualTo(traits.memory() || traits.redis());
    assertThat(client.etag(key).isEmpty()).isEqualTo(!outcome.ok());
  }

  @Test
  void documentsOfOneTransactionShareTheirEtagInPostgresqlV1Only() {
    String one = newKey();
    String two = newKey();
    client.transact(upsert(item(one, "1")), upsert(item(two, "2")));
    if (traits.postgresqlV1()) {
      assertThat(client.etag(one)).isEqualTo(client.etag(two));
    } else if (!traits.redis()) {
      assertThat(client.etag(one)).isNotEqualTo(client.etag(two));
    }
  }

  @Test
  void contentTypeInATransactionFailsOnRedisWithoutJsonAndIsIgnoredElsewhere() {
    String key = newKey();
    String other = newKey();
    Outcome outcome =
        client.transact(upsert(json(item(key, "{\"b\": 1, \"a\": 2}"))), upsert(item(other, "x")));
    if (traits.redis()) {
      assertTransaction(outcome, ".*Unknown Redis command called from Lua script");
      assertThat(client.etag(key)).isEmpty();
    } else {
      assertThat(client.value(key)).isEqualTo("{\"b\": 1, \"a\": 2}");
    }
    assertThat(client.value(other)).isEqualTo("x");
  }

  @Test
  void anUnknownOperationIsUnimplemented() {
    assertOutcome(
        client.transact(operation("zap", item(newKey(), "1"))),
        Code.UNIMPLEMENTED,
        "ERR_NOT_SUPPORTED_STATE_OPERATION",
        "operation type zap not supported");
  }

  // JSON by itself

  @Test
  void savedJsonIsWrittenAgainTheComponentsWay() {
    String key = newKey();
    assertThat(client.save(json(item(key, "{\"b\" : 1.0 , \"a\" : [true, null, \"x\"]}"))))
        .isEqualTo(Outcome.OK);
    String value = client.value(key);
    if (traits.postgresqlV1()) {
      assertThat(value).isEqualTo("{\"a\": [true, null, \"x\"], \"b\": 1}");
    } else if (traits.redis()) {
      // The library behind it writes fields in no order.
      assertThat(value).contains("\"a\":[true,null,\"x\"]").contains("\"b\":1");
    } else {
      assertThat(value).isEqualTo("{\"a\":[true,null,\"x\"],\"b\":1}");
    }
  }

  @Test
  void savedJsonLosesWhatAFloatCannotHold() {
    String key = newKey();
    client.save(
        json(item(key, "[12345678901234567,1e21,1e-7,0.12345678,1e6,\"<é\\u0007\\b>\",-0.0]")));
    assertThat(client.value(key))
        .isEqualTo(
            traits.postgresqlV1()
                ? "[12345678901234568, 1000000000000000000000, 0.0000001, 0.12345678, 1000000,"
                    + " \"<é\\u0007\\b>\", 0]"
                : traits.redis()
                    ? "[12345678901234568,1e+21,0,0.123457,1000000,\"<é\\u0007\\u0008>\",0]"
                    : "[12345678901234568,1e+21,1e-7,0.12345678,1000000,"
                        + "\"\\u003cé\\u0007\\b\\u003e\",-0]");
  }

  @Test
  void invalidJsonIsUnknown() {
    String key = newKey();
    assertOutcome(
        client.save(json(item(key, ""))), Code.UNKNOWN, "", "unexpected end of JSON input");
    assertOutcome(
        client.save(json(item(key, "{\"a\":"))), Code.UNKNOWN, "", "unexpected end of JSON input");
    assertOutcome(
        client.save(json(item(key, "1e999"))),
        Code.UNKNOWN,
        "",
        "json: cannot unmarshal number .* into Go value of type float64");
    assertThat(client.save(json(item(key, "nope"))).code()).isEqualTo(Code.UNKNOWN);
    assertThat(client.etag(key)).isEmpty();
  }

  // What no component sees

  @Test
  void twoBarsInAKeyAreIllegal() {
    String message = "input key/keyPrefix 'a\\|\\|b' can't contain '\\|\\|'";
    List<Outcome> outcomes =
        List.of(
            client.call(stub -> client.get("a||b")),
            client.call(stub -> client.getBulk("fine", "a||b")),
            client.save(item("a||b", "1")),
            client.delete("a||b", ""),
            client.transact(upsert(item("a||b", "1"))));
    for (Outcome outcome : outcomes) {
      assertOutcome(outcome, Code.INVALID_ARGUMENT, "DAPR_STATE_ILLEGAL_KEY", message);
    }
  }

  @Test
  void anEmptyKeyIsRefusedBySaveOnly() {
    assertOutcome(
        client.save(item("", "1")),
        Code.INVALID_ARGUMENT,
        "ERR_STATE_SAVE",
        "state key cannot be empty");
    assertThat(client.get("").getEtag()).isEmpty();
    assertThat(client.delete("", "")).isEqualTo(Outcome.OK);
  }

  @Test
  void anUnknownStoreIsNamed() {
    Outcome outcome =
        client.call(
            stub ->
                stub.getState(
                    GetStateRequest.newBuilder().setStoreName("nope").setKey("k").build()));
    assertOutcome(
        outcome, Code.INVALID_ARGUMENT, "DAPR_STATE_NOT_FOUND", "state store nope is not found");
    assertThat(
            client
                .call(
                    stub -> stub.saveState(SaveStateRequest.newBuilder().setStoreName("").build()))
                .reason())
        .isEqualTo("DAPR_STATE_NOT_FOUND");
  }

  @Test
  void fourMebibytesAreTheLimitBothWays() {
    ByteString most = ByteString.copyFrom(new byte[(4 << 20) - 200]);
    String one = newKey();
    String two = newKey();
    assertThat(client.save(item(one, most))).isEqualTo(Outcome.OK);
    assertThat(client.save(item(two, most))).isEqualTo(Outcome.OK);
    assertThat(client.get(one).getData().size()).isEqualTo(most.size());
    assertOutcome(
        client.save(item(one, ByteString.copyFrom(new byte[4 << 20]))),
        Code.RESOURCE_EXHAUSTED,
        "",
        "grpc: received message larger than max \\(41943[0-9]{2} vs\\. 4194304\\)");
    assertOutcome(
        client.call(stub -> client.getBulk(one, two)),
        Code.RESOURCE_EXHAUSTED,
        "",
        "grpc: trying to send message larger than max \\(8388[0-9]{3} vs\\. 4194304\\)");
    client.deleteBulk(item(one, ""), item(two, ""));
  }

  @Test
  void metadataNamesTheComponent() {
    SidecarInfo info = sidecar.info();
    assertThat(info.component().name()).isEqualTo("statestore");
    assertThat(info.component().type()).isEqualTo(traits.type());
    assertThat(info.component().version()).isEqualTo(traits.version());
    assertThat(info.component().capabilities()).contains("ETAG", "TRANSACTIONAL");
    assertThat(info.component().capabilities().contains("QUERY_API"))
        .isEqualTo(traits.strict() || traits.postgresqlV1());
    assertThat(info.appId()).startsWith("es-test");
    assertThat(client.stub().getMetadata(GetMetadataRequest.getDefaultInstance()).getId())
        .isEqualTo(info.appId());
  }

  // Queries

  @Test
  void aStoreWithoutQueriesSaysSo() {
    Outcome outcome = client.queryOutcome("{\"filter\":{\"EQ\":{\"a\":1}}}");
    if (traits.redis()) {
      assertOutcome(
          outcome,
          Code.INTERNAL,
          "DAPR_STATE_QUERY_FAILED",
          "state store statestore query failed: redis-json server support is required for query"
              + " capability");
    } else if (traits.strict() || traits.postgresqlV1()) {
      assertThat(outcome).isEqualTo(Outcome.OK);
    } else {
      assertOutcome(
          outcome,
          Code.INTERNAL,
          "DAPR_STATE_QUERYING_NOT_SUPPORTED",
          "state store does not support querying");
    }
  }

  @Test
  void anInvalidQueryIsRefusedInDaprdsWords() {
    if (!traits.parsesQueries()) {
      return;
    }
    assertQueryRefused("{", "failed to parse JSON query body: unexpected end of JSON input");
    assertQueryRefused(
        "[]",
        "failed to parse JSON query body: json: cannot unmarshal array into Go value of type"
            + " query.QueryFields");
    assertQueryRefused(
        "{\"filter\":3}",
        "failed to parse JSON query body: json: cannot unmarshal number into Go struct field"
            + " QueryFields.filter of type map[string]interface {}");
    assertQueryRefused(
        "{\"filter\":{\"AND\":[{\"EQ\":{\"a\":1}}]}}",
        "failed to parse JSON query body: AND filter must contain at least two entries");
    assertQueryRefused(
        "{\"filter\":{\"OR\":[]}}",
        "failed to parse JSON query body: OR filter must contain at least two entries");
    assertQueryRefused(
        "{\"filter\":{\"ZAP\":{\"a\":1}}}",
        "failed to parse JSON query body: unsupported filter \"ZAP\"");
    assertQueryRefused(
        "{\"filter\":{\"EQ\":{\"a\":1},\"IN\":{\"a\":[1]}}}",
        "failed to parse JSON query body: filter unit must have a single element");
    assertQueryRefused(
        "{\"filter\":{\"IN\":{\"a\":1}}}",
        "failed to parse JSON query body: IN filter value must be an array");
    if (traits.postgresqlV1() || traits.strict()) {
      assertQueryRefused("{\"filter\":{\"IN\":{\"a\":[]}}}", "empty IN operator for key \"a\"");
      assertQueryRefused(
          "{\"page\":{\"limit\":2,\"token\":\"x\"}}",
          "strconv.ParseInt: parsing \"x\": invalid syntax");
    }
    if (traits.postgresqlV1()) {
      assertQueryRefused(
          "{\"filter\":{\"GT\":{\"a\":\"x\"}}}",
          "unsupported type of value x; string type not permitted");
    }
  }

  private void assertQueryRefused(String query, String detail) {
    Outcome outcome = client.queryOutcome(query);
    assertThat(outcome.code()).isEqualTo(Code.INTERNAL);
    assertThat(outcome.reason()).isEqualTo("DAPR_STATE_QUERY_FAILED");
    assertThat(outcome.message()).isEqualTo("state store statestore query failed: " + detail);
  }

  @Test
  void aQueryFindsDocumentsOfATransactionInStrictAndNoneInPostgresqlV1() {
    if (!traits.strict() && !traits.postgresqlV1()) {
      return;
    }
    String stream = newKey();
    client.transact(
        upsert(item(stream + "|1", "{\"Stream\":\"" + stream + "\",\"Version\":1}")),
        upsert(item(stream + "|2", "{\"Stream\":\"" + stream + "\",\"Version\":2}")));
    assertThat(
            client.query("{\"filter\":{\"EQ\":{\"Stream\":\"" + stream + "\"}}}").getResultsList())
        .hasSize(traits.strict() ? 2 : 0);
  }

  @Test
  void aQueryFiltersSortsAndPages() {
    if (!traits.strict() && !traits.postgresqlV1()) {
      return;
    }
    String stream = newKey();
    // One digit each: PostgreSQL compares texts.
    for (int version : new int[] {3, 1, 5, 2, 4}) {
      client.save(
          json(
              item(
                  stream + "|" + version,
                  "{\"Stream\":\"" + stream + "\",\"V\":{\"n\":" + version + "}}")));
    }
    String own = "{\"EQ\":{\"Stream\":\"" + stream + "\"}}";
    String sorted = ",\"sort\":[{\"key\":\"V.n\",\"order\":\"%s\"}]";
    assertThat(versions(own, sorted.formatted("ASC"))).containsExactly("1", "2", "3", "4", "5");
    assertThat(versions(own, sorted.formatted("DESC"))).containsExactly("5", "4", "3", "2", "1");
    assertThat(
            versions(
                "{\"AND\":[" + own + ",{\"GTE\":{\"V.n\":2}},{\"LT\":{\"V.n\":4}}]}",
                sorted.formatted("ASC")))
        .containsExactly("2", "3");
    assertThat(
            versions(
                "{\"AND\":[" + own + ",{\"OR\":[{\"GT\":{\"V.n\":4}},{\"LTE\":{\"V.n\":1}}]}]}",
                sorted.formatted("ASC")))
        .containsExactly("1", "5");
    assertThat(
            versions("{\"AND\":[" + own + ",{\"IN\":{\"V.n\":[2,9]}},{\"NEQ\":{\"V.n\":3}}]}", ""))
        .containsExactly("2");
    String paged =
        "{\"filter\":"
            + own
            + sorted.formatted("ASC")
            + ",\"page\":{\"limit\":2,\"token\":\"%s\"}}";
    assertThat(client.query(paged.formatted("")).getToken()).isEqualTo("2");
    assertThat(client.query(paged.formatted("2")).getResultsList())
        .extracting(QueryStateItem::getKey)
        .containsExactly(stream + "|3", stream + "|4");
    assertThat(client.query(paged.formatted("4")).getToken()).isEqualTo("5");
    assertThat(client.query(paged.formatted("5")).getResultsList()).isEmpty();
    QueryStateItem first = client.query(paged.formatted("")).getResults(0);
    assertThat(first.getEtag()).isEqualTo(client.etag(first.getKey()));
    assertThat(first.getData()).isEqualTo(client.get(first.getKey()).getData());
  }

  private List<String> versions(String filter, String sort) {
    return client.query("{\"filter\":" + filter + sort + "}").getResultsList().stream()
        .map(item -> item.getKey().substring(item.getKey().indexOf('|') + 1))
        .toList();
  }

  // Races

  @Test
  void ofTwelveFirstWritesOfAKeyExactlyOneWins() throws Exception {
    for (int round = 0; round < 10; round++) {
      String key = newKey();
      List<Outcome> outcomes =
          race(12, writer -> client.save(firstWrite(item(key, "writer " + writer))));
      List<Integer> winners = winners(outcomes);
      assertThat(winners).hasSize(1);
      assertThat(client.value(key)).isEqualTo("writer " + winners.get(0));
    }
  }

  @Test
  void ofTwelveWritesWithTheSameEtagExactlyOneWins() throws Exception {
    for (int round = 0; round < 10; round++) {
      String key = newKey();
      client.save(item(key, "0"));
      String etag = client.etag(key);
      List<Outcome> outcomes =
          race(
              12, writer -> client.transact(upsert(withEtag(item(key, "writer " + writer), etag))));
      List<Integer> winners = winners(outcomes);
      assertThat(winners).hasSize(1);
      assertThat(client.value(key)).isEqualTo("writer " + winners.get(0));
    }
  }

  @Test
  void losersOfATransactionLeaveNothingExceptOnRedis() throws Exception {
    String head = newKey();
    client.save(item(head, "0"));
    String etag = client.etag(head);
    List<Outcome> outcomes =
        race(
            12,
            writer ->
                client.transact(
                    upsert(item(head + "|event", "writer " + writer)),
                    upsert(item(head + "|" + writer, "x")),
                    upsert(withEtag(item(head, "writer " + writer), etag))));
    List<Integer> winners = winners(outcomes);
    assertThat(winners).hasSize(1);
    assertThat(client.value(head)).isEqualTo("writer " + winners.get(0));
    List<Integer> written = new ArrayList<>();
    for (int writer = 0; writer < 12; writer++) {
      if (!client.etag(head + "|" + writer).isEmpty()) {
        written.add(writer);
      }
    }
    if (traits.rollsBack()) {
      assertThat(written).isEqualTo(winners);
      assertThat(client.value(head + "|event")).isEqualTo("writer " + winners.get(0));
    } else {
      assertThat(written).hasSize(12);
    }
  }

  private static List<Integer> winners(List<Outcome> outcomes) {
    List<Integer> winners = new ArrayList<>();
    for (int writer = 0; writer < outcomes.size(); writer++) {
      if (outcomes.get(writer).ok()) {
        winners.add(writer);
      }
    }
    return winners;
  }

  private interface Writer {
    Outcome write(int writer);
  }

  private static List<Outcome> race(int writers, Writer writer) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(writers);
    try {
      List<Callable<Outcome>> calls = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        int number = i;
        calls.add(() -> writer.write(number));
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> outcome : pool.invokeAll(calls, 60, TimeUnit.SECONDS)) {
        outcomes.add(outcome.get());
      }
      return outcomes;
    } finally {
      pool.shutdownNow();
    }
  }
}
