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
 *     order, its blanks are gone, and a number is what an IEEE double holds of it. An append is
 *     refused where that would not be so: a number beyond a double or with more than six decimals,
 *     a name twice in an object, half of a surrogate pair, more than 125 levels
 * @param maxOperations operations in a transaction
 * @param maxDocumentBytes bytes of a document, and of a transaction's documents together
 * @param keys what it allows in a key
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
    KeyLimits keys,
    int pointReads,
    boolean bulkOmits) {

  /** Verified by us, rule by rule: {@code results/conformance}, and our own embedded sidecar. */
  private static final Set<String> VERIFIED =
      Set.of(
          "state.in-memory v1",
          "state.sqlite v1",
          "state.postgresql v1",
          "state.postgresql v2",
          "state.redis v1",
          "state.azure.cosmosdb v1",
          "state.slicebench-strict v1");

  private static final Set<String> READ_UNDER_A_LOCK =
      Set.of("state.in-memory", "state.slicebench-strict");

  /** They draw a new UUID, or count over the whole store. */
  private static final Set<String> ETAGS_NEVER_REPEAT =
      Set.of(
          "state.in-memory",
          "state.slicebench-strict",
          "state.sqlite",
          "state.mysql",
          "state.postgresql");

  /** daprd's default limit on a gRPC message, less what a message holds beside its values. */
  private static final int MESSAGE_BYTES = 4 * 1024 * 1024 - 64 * 1024;

  /**
   * The profile of a component as daprd's metadata names it. Safe is only what was verified; what
   * nobody has run is unproven, whatever it is called.
   *
   * @param type such as {@code state.redis}
   * @param version such as {@code v1}; empty is that
   * @param capabilities such as {@code ETAG}, {@code TRANSACTIONAL}, {@code QUERY_API}
   */
  public static StoreProfile of(String type, String version, Set<String> capabilities) {
    return of(new Component(withoutAlias(type), version.isEmpty() ? "v1" : version), capabilities);
  }

  private static StoreProfile of(Component component, Set<String> capabilities) {
    Optional<ModeStanding> noQuery = declared(capabilities, "QUERY_API", "has no Query API");
    ModeStanding declaredQuery = noQuery.orElse(component.unproven());
    return switch (component.type()) {
      case "state.in-memory", "state.mysql" ->
          known(component, component.safe(), component.safe(), declaredQuery);
      case "state.slicebench-strict" ->
          known(component, component.safe(), component.safe(), noQuery.orElse(component.safe()));
      case "state.sqlite" -> {
        ModeStanding unsafe =
            new Unsafe(
                "after a call was broken off, reads may show the past: documents whose save was"
                    + " acknowledged are missing for a while");
        yield known(component, unsafe, unsafe, declaredQuery);
      }
      case "state.postgresql" ->
          known(
              component,
              component.safe(),
              component.safe(),
              component.version().equals("v1")
                  ? new Unsupported("its Query API finds nothing that was written by a transaction")
                  : declaredQuery);
      case "state.redis" ->
          new StoreProfile(
              component.type(),
              component.version(),
              new Unsafe(
                  "a refused transaction is not rolled back and ignores create-only: it overwrites"
                      + " acknowledged events"),
              component.safe(),
              declaredQuery,
              true,
              false,
              Integer.MAX_VALUE,
              MESSAGE_BYTES,
              KeyLimits.of(component.type()),
              1,
              false);
      case "state.azure.cosmosdb" ->
          new StoreProfile(
              component.type(),
              component.version(),
              component.safe(),
              component.safe(),
              noQuery.orElse(component.safe()),
              false,
              true,
              100,
              // 2 MB, less the envelope of the documents; an array in a transaction is kept as
              // base64.
              1_400_000,
              KeyLimits.of(component.type()),
              3,
              false);
      case "state.mongodb" ->
          known(
              component,
              new Unsafe("a transaction whose commit failed is reported as a success"),
              component.unproven(),
              declaredQuery);
      case "state.etcd" -> {
        ModeStanding unsafe =
            new Unsafe("create-only and etags are checked apart from the write: writers overwrite");
        yield known(component, unsafe, unsafe, declaredQuery);
      }
      default -> {
        ModeStanding etag =
            declared(capabilities, "ETAG", "has no etags").orElse(component.unproven());
        ModeStanding transactions =
            declared(capabilities, "TRANSACTIONAL", "has no transactions").orElse(etag);
        yield known(component, transactions, etag, declaredQuery);
      }
    };
  }

  /** The same store behind a sidecar with this app id, which Dapr puts before every key. */
  public StoreProfile ofApp(String appId) {
    return new StoreProfile(
        componentType,
        componentVersion,
        transaction,
        singleWrite,
        query,
        etagsRepeat,
        jsonValues,
        maxOperations,
        maxDocumentBytes,
        keys.ofApp(appId),
        pointReads,
        bulkOmits);
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
  public boolean isPartitioned() {
    return componentType.equals("state.azure.cosmosdb");
  }

  private static ModeStanding worse(ModeStanding one, ModeStanding other) {
    return one instanceof Safe ? other : one;
  }

  private static StoreProfile known(
      Component component, ModeStanding transaction, ModeStanding singleWrite, ModeStanding query) {
    String type = component.type();
    return new StoreProfile(
        type,
        component.version(),
        transaction,
        singleWrite,
        query,
        !ETAGS_NEVER_REPEAT.contains(type),
        false,
        type.equals("state.aws.dynamodb") ? 100 : Integer.MAX_VALUE,
        MESSAGE_BYTES,
        KeyLimits.of(type),
        1,
        !READ_UNDER_A_LOCK.contains(type));
  }

  /** daprd has some components under several names. */
  private static String withoutAlias(String type) {
    return switch (type) {
      case "state.postgres" -> "state.postgresql";
      case "state.sqlite3" -> "state.sqlite";
      case "state.yugabyte" -> "state.yugabytedb";
      default -> type;
    };
  }

  /** A component by its one name, and its version. */
  private record Component(String type, String version) {

    ModeStanding safe() {
      return VERIFIED.contains(type + " " + version)
          ? new Safe("conflicts are refused and leave no trace")
          : unproven();
    }

    ModeStanding unproven() {
      return new Unproven(
          "nobody has proven "
              + type
              + " "
              + version
              + ": verify it before you trust it"
              + known());
    }

    private String known() {
      return switch (type) {
        case "state.mysql" ->
            "; MySQL and MariaDB take keys that differ only in case, such as 'Order-1' and"
                + " 'order-1', for one, unless the table's collation is a binary one";
        case "state.sqlserver", "state.ravendb" ->
            "; keys that differ only in case, such as 'Order-1' and 'order-1', may be one there";
        default -> "";
      };
    }
  }

  /** Why the store cannot, where it does not declare the capability. */
  private static Optional<ModeStanding> declared(
      Set<String> capabilities, String capability, String otherwise) {
    return capabilities.contains(capability)
        ? Optional.empty()
        : Optional.of(new Unsupported("the component " + otherwise));
  }
}
