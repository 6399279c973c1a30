package dev.slicebench.store.internal;

import dev.slicebench.store.ModeStanding;
import dev.slicebench.store.ModeStanding.Safe;
import dev.slicebench.store.ModeStanding.Unproven;
import dev.slicebench.store.ModeStanding.Unsafe;
import dev.slicebench.store.ModeStanding.Unsupported;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.StoreProfile.KeyLimits;
import dev.slicebench.store.StoreProfile.KeyLimits.Unit;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The facts of each Dapr component that is known by its name, a row a component. Facts were read in
 * Dapr's source or in the store's manual; only what was run is called verified.
 */
public final class KnownComponents {

  private static final String C0 = range('\u0000', '\u001f');
  private static final String DELETE_AND_C1 = range('\u007f', '\u009f');

  /**
   * Dapr's Cosmos DB component writes a partition's name as Go quotes a text. Of these characters
   * that makes escapes that JSON does not have.
   */
  private static final String GO_ESCAPES =
      range('\u0000', '\u0007') + '\u000b' + range('\u000e', '\u001f') + '\u007f';

  private static final ModeStanding SHOWS_THE_PAST =
      new Unsafe(
          "after a call was broken off, reads may show the past: documents whose save was"
              + " acknowledged are missing for a while");

  private static final ModeStanding FINDS_NOTHING =
      new Unsupported("its Query API finds nothing that was written by a transaction");

  private static final ModeStanding OVERWRITES =
      new Unsafe(
          "a refused transaction is not rolled back and ignores create-only: it overwrites"
              + " acknowledged events");

  private static final ModeStanding HIDES_A_FAILURE =
      new Unsafe("a transaction whose commit failed is reported as a success");

  private static final ModeStanding CHECKS_APART =
      new Unsafe("create-only and etags are checked apart from the write: writers overwrite");

  private static final String KEYS_MAY_IGNORE_CASE =
      "; keys that differ only in case, such as 'Order-1' and 'order-1', may be one there";

  private static final List<Row> ROWS =
      List.of(
          row("state.in-memory", KnownComponents::memory).verified("v1"),
          // This project's embedded sidecar where it keeps every promise.
          row("state.slicebench-strict", KnownComponents::memory).verified("v1").withQuery(),
          row(
                  "state.sqlite",
                  it ->
                      it.etagsRepeat(false)
                          .insideDaprd(true)
                          .transaction(SHOWS_THE_PAST)
                          .singleWrite(SHOWS_THE_PAST))
              .alias("state.sqlite3")
              .verified("v1"),
          // A row of the primary key's index has at most 2704 bytes.
          row("state.postgresql", it -> it.etagsRepeat(false).keys(bytes(2692, "\u0000")))
              .alias("state.postgres")
              .verified("v1", "v2")
              .butIn("v1", it -> it.query(FINDS_NOTHING)),
          row("state.redis", it -> it.transaction(OVERWRITES).bulkOmits(false)).verified("v1"),
          row("state.azure.cosmosdb", KnownComponents::cosmosDb).verified("v1").withQuery(),
          row("state.mysql", it -> it.etagsRepeat(false).keys(characters(255, "")))
              .warning(
                  "; MySQL and MariaDB take keys that differ only in case, such as 'Order-1' and"
                      + " 'order-1', for one, unless the table's collation is a binary one"),
          row("state.mongodb", it -> it.transaction(HIDES_A_FAILURE)),
          row("state.etcd", it -> it.transaction(CHECKS_APART).singleWrite(CHECKS_APART)),
          // What is longer, SQL Server cuts off without a word.
          row("state.sqlserver", it -> it.keys(characters(200, ""))).warning(KEYS_MAY_IGNORE_CASE),
          row("state.ravendb", it -> it).warning(KEYS_MAY_IGNORE_CASE),
          row("state.cockroachdb", it -> it.keys(bytes(Integer.MAX_VALUE, "\u0000"))),
          row("state.yugabytedb", it -> it.keys(bytes(Integer.MAX_VALUE, "\u0000")))
              .alias("state.yugabyte"),
          row("state.oracledatabase", it -> it.keys(bytes(100, ""))),
          row("state.aws.dynamodb", it -> it.maxOperations(100).keys(bytes(2048, ""))),
          row(
              "state.azure.tablestorage",
              it -> it.keys(characters(512, "/\\?#" + C0 + DELETE_AND_C1))),
          row("state.azure.blobstorage", it -> it.keys(characters(1024, ""))),
          row("state.oci.objectstorage", it -> it.keys(bytes(1024, ""))),
          row("state.couchbase", it -> it.keys(bytes(250, ""))));

  private KnownComponents() {}

  /** As {@link StoreProfile#of}. */
  public static StoreProfile profile(String type, String version, Set<String> capabilities) {
    Row row = row(type);
    return row.profile(version.isEmpty() ? "v1" : version, capabilities);
  }

  /** Returns the one name of a component, which daprd may have under several. */
  public static String nameOf(String type) {
    return row(type).type();
  }

  private static Row row(String type) {
    return ROWS.stream()
        .filter(row -> row.type.equals(type) || row.alias.equals(type))
        .findFirst()
        .orElseGet(() -> row(type, it -> it));
  }

  private static Row row(String type, UnaryOperator<StoreProfile.Builder> facts) {
    return new Row(type, "", Set.of(), false, "", (it, version) -> facts.apply(it));
  }

  private static StoreProfile.Builder memory(StoreProfile.Builder it) {
    return it.etagsRepeat(false).bulkOmits(false).insideDaprd(true);
  }

  private static StoreProfile.Builder cosmosDb(StoreProfile.Builder it) {
    return it.etagsRepeat(false)
        .jsonValues(true)
        .partitioned(true)
        .maxOperations(100)
        // 2 MB, less the envelope of the documents; an array in a transaction is kept as base64.
        .maxDocumentBytes(1_400_000)
        .keys(new KeyLimits("", 1023, Unit.BYTES, "/\\?#" + GO_ESCAPES, false))
        .pointReads(3)
        .bulkOmits(false);
  }

  private static KeyLimits bytes(int max, String forbidden) {
    return new KeyLimits("", max, Unit.BYTES, forbidden, true);
  }

  private static KeyLimits characters(int max, String forbidden) {
    return new KeyLimits("", max, Unit.CHARACTERS, forbidden, true);
  }

  private static String range(char first, char last) {
    StringBuilder characters = new StringBuilder();
    for (char character = first; character <= last; character++) {
      characters.append(character);
    }
    return characters.toString();
  }

  private interface Facts {
    StoreProfile.Builder of(StoreProfile.Builder it, String version);
  }

  /**
   * A component.
   *
   * @param alias its other name; empty where it has one name
   * @param verified the versions that {@code results/conformance} or the embedded sidecar's tests
   *     have verified, rule by rule, where the facts do not say otherwise
   * @param verifiedQuery whether its Query API was too
   * @param warning what is known, though nobody has run it
   */
  private record Row(
      String type,
      String alias,
      Set<String> verified,
      boolean verifiedQuery,
      String warning,
      Facts facts) {

    Row alias(String other) {
      return new Row(type, other, verified, verifiedQuery, warning, facts);
    }

    Row verified(String... versions) {
      return new Row(type, alias, Set.of(versions), verifiedQuery, warning, facts);
    }

    Row withQuery() {
      return new Row(type, alias, verified, true, warning, facts);
    }

    Row warning(String text) {
      return new Row(type, alias, verified, verifiedQuery, text, facts);
    }

    Row butIn(String only, UnaryOperator<StoreProfile.Builder> more) {
      Facts both =
          (it, version) ->
              version.equals(only) ? more.apply(facts.of(it, version)) : facts.of(it, version);
      return new Row(type, alias, verified, verifiedQuery, warning, both);
    }

    StoreProfile profile(String version, Set<String> capabilities) {
      ModeStanding unproven =
          new Unproven(
              "nobody has proven %s %s: verify it before you trust it%s"
                  .formatted(type, version, warning));
      ModeStanding known =
          verified.contains(version)
              ? new Safe("conflicts are refused and leave no trace")
              : unproven;
      ModeStanding etag = capabilities.contains("ETAG") ? known : lacks("etags");
      ModeStanding transaction =
          capabilities.contains("TRANSACTIONAL") ? etag : lacks("transactions");
      ModeStanding query =
          !capabilities.contains("QUERY_API")
              ? lacks("Query API")
              : verifiedQuery ? known : unproven;
      return facts
          .of(
              StoreProfile.builder(type, version)
                  .singleWrite(etag)
                  .transaction(transaction)
                  .query(query),
              version)
          .build();
    }

    private static ModeStanding lacks(String what) {
      return new Unsupported("the component has no " + what);
    }
  }
}
