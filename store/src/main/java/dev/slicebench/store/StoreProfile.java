package dev.slicebench.store;

import dev.slicebench.store.ModeStanding.Safe;
import dev.slicebench.store.ModeStanding.Unproven;
import dev.slicebench.store.ModeStanding.Unsafe;
import dev.slicebench.store.ModeStanding.Unsupported;
import java.util.Optional;
import java.util.Set;

/**
 * What a state store is known to do. Known components were read in Dapr's source and, where they
 * are called safe, run; an unknown one is judged by the capabilities it declares.
 *
 * @param componentType such as {@code state.redis}
 * @param componentVersion such as {@code v1}
 * @param transaction whether a refused transaction leaves no trace, and honours create-only and
 *     etags
 * @param singleWrite whether create-only and etags hold for a single document
 * @param query whether the Query API finds what a transaction wrote
 * @param etagsRepeat whether a document deleted and created again can get an earlier etag
 * @param jsonValues whether values are kept as JSON where {@code contentType} says so, and should
 *     be; an event's data then comes back as the same JSON, but its properties may have another
 *     order, its blanks are gone, and a number is what an IEEE double holds of it
 * @param maxOperations operations in a transaction
 * @param maxDocumentBytes bytes of a document, and of a transaction's documents together
 * @param maxKeyBytes bytes of a key, Dapr's prefix included
 * @param forbiddenInKeys characters that no key may have
 * @param supplementaryInKeys whether a key, and a partition's, may have characters beyond U+FFFF
 *     (Dapr's Cosmos DB component sends them to the service in a form that is no JSON)
 * @param pointReads keys up to which reading each by itself, at the same time, beats one bulk get.
 *     Dapr's Cosmos DB component makes a bulk get a query over all partitions, which has a base
 *     price; a single key is never worth one (docs/decisions/0006-cosmosdb.md)
 * @param bulkOmits whether a bulk get that broke off may call documents missing, and itself a
 *     success: Dapr's SQL components do not look at the error that ends their rows. A document that
 *     should be there is then asked for by itself before a stream is taken to end without it, or to
 *     be corrupt
 */
public record StoreProfile(
    String componentType,
    String componentVersion,
    ModeStanding transaction,
    ModeStanding singleWrite,
    ModeStanding query,
    boolean etagsRepeat,
    boolean jsonValues,
    int maxOperations,
    int maxDocumentBytes,
    int maxKeyBytes,
    String forbiddenInKeys,
    boolean supplementaryInKeys,
    int pointReads,
    boolean bulkOmits) {

  private static final Set<String> READ_UNDER_A_LOCK =
      Set.of("state.in-memory", "state.slicebench-strict");

  /** They draw a new UUID, or count over the whole store. */
  private static final Set<String> ETAGS_NEVER_REPEAT =
      Set.of(
          "state.in-memory",
          "state.slicebench-strict",
          "state.sqlite",
          "state.mysql",
          "state.postgresql",
          "state.postgres");

  /** daprd's default limit on a gRPC message, less what a message holds beside its values. */
  private static final int MESSAGE_BYTES = 4 * 1024 * 1024 - 64 * 1024;

  /**
   * The profile of a component as daprd's metadata names it.
   *
   * @param type such as {@code state.redis}
   * @param version such as {@code v1}
   * @param capabilities such as {@code ETAG}, {@code TRANSACTIONAL}, {@code QUERY_API}
   */
  public static StoreProfile of(String type, String version, Set<String> capabilities) {
    ModeStanding declaredQuery =
        declared(capabilities, "QUERY_API", "has no Query API").orElse(safe());
    return switch (type) {
      // The last is slicebench's embedded sidecar in its strict profile.
      case "state.in-memory", "state.mysql", "state.slicebench-strict" ->
          known(type, version, safe(), safe(), declaredQuery);
      case "state.sqlite" -> {
        ModeStanding unsafe =
            new Unsafe(
                "after a call was broken off, reads may show the past: documents whose save was"
                    + " acknowledged are missing for a while");
        yield known(type, version, unsafe, unsafe, declaredQuery);
      }
      case "state.postgresql", "state.postgres" ->
          known(
              type,
              version,
              safe(),
              safe(),
              version.equals("v1")
                  ? new Unsupported("its Query API finds nothing that was written by a transaction")
                  : declaredQuery);
      case "state.redis" ->
          new StoreProfile(
              type,
              version,
              new Unsafe(
                  "a refused transaction is not rolled back and ignores create-only: it overwrites"
                      + " acknowledged events"),
              safe(),
              declaredQuery,
              true,
              false,
              Integer.MAX_VALUE,
              MESSAGE_BYTES,
              Integer.MAX_VALUE,
              "",
              true,
              1,
              false);
      case "state.azure.cosmosdb" ->
          new StoreProfile(
              type,
              version,
              safe(),
              safe(),
              declaredQuery,
              false,
              true,
              100,
              // 2 MB, less the envelope of the documents; an array in a transaction is kept as
              // base64.
              1_400_000,
              1023,
              "/\\?#",
              false,
              3,
              false);
      case "state.mongodb" ->
          known(
              type,
              version,
              new Unsafe("a transaction whose commit failed is reported as a success"),
              unproven(type),
              declaredQuery);
      case "state.etcd" -> {
        ModeStanding unsafe =
            new Unsafe("create-only and etags are checked apart from the write: writers overwrite");
        yield known(type, version, unsafe, unsafe, declaredQuery);
      }
      default -> {
        ModeStanding etag = declared(capabilities, "ETAG", "has no etags").orElse(unproven(type));
        ModeStanding transactions =
            declared(capabilities, "TRANSACTIONAL", "has no transactions").orElse(etag);
        yield known(
            type,
            version,
            transactions,
            etag,
            declaredQuery instanceof Safe ? unproven(type) : declaredQuery);
      }
    };
  }

  /** Whether {@code mode} is safe here: as safe as the least of what it needs. */
  public ModeStanding standing(SliceMode mode) {
    return switch (mode) {
      case OFF, TRANSACTIONAL -> transaction;
      case OFF_AND_SHARED_ALL -> query instanceof Unsupported ? query : worse(transaction, query);
      case TWO_PHASED, CREATE_ONLY -> singleWrite;
    };
  }

  /** Whether {@code partitionKey} decides where a document lies: then a key may exist twice. */
  boolean isPartitioned() {
    return componentType.equals("state.azure.cosmosdb");
  }

  private static ModeStanding worse(ModeStanding one, ModeStanding other) {
    return one instanceof Safe ? other : one;
  }

  private static StoreProfile known(
      String type,
      String version,
      ModeStanding transaction,
      ModeStanding singleWrite,
      ModeStanding query) {
    return new StoreProfile(
        type,
        version,
        transaction,
        singleWrite,
        query,
        !ETAGS_NEVER_REPEAT.contains(type),
        false,
        Integer.MAX_VALUE,
        MESSAGE_BYTES,
        Integer.MAX_VALUE,
        "",
        true,
        1,
        !READ_UNDER_A_LOCK.contains(type));
  }

  private static ModeStanding safe() {
    return new Safe("conflicts are refused and leave no trace");
  }

  private static ModeStanding unproven(String type) {
    return new Unproven("nobody has proven " + type + ": verify it before you trust it");
  }

  /** Why the store cannot, where it does not declare the capability. */
  private static Optional<ModeStanding> declared(
      Set<String> capabilities, String capability, String otherwise) {
    return capabilities.contains(capability)
        ? Optional.empty()
        : Optional.of(new Unsupported("the component " + otherwise));
  }
}
