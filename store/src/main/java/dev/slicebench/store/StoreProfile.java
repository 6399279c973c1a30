package dev.slicebench.store;

import dev.slicebench.store.ModeStanding.Safe;
import dev.slicebench.store.ModeStanding.Unproven;
import dev.slicebench.store.ModeStanding.Unsafe;
import dev.slicebench.store.internal.KnownComponents;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What a state store is known to do. {@link #of} looks a component up by its name; {@link
 * #toBuilder} changes single facts.
 *
 * <p>{@link #builder} begins with what nothing is known of can be trusted with:
 *
 * <ul>
 *   <li>transactions, single writes and queries are unproven;
 *   <li>etags may repeat, and a bulk get may leave documents out;
 *   <li>values are kept as bytes, and a partition key does not decide where they lie;
 *   <li>a transaction has any number of operations; its documents together fit into a gRPC message
 *       of daprd's default 4 MiB;
 *   <li>keys are of any length and of any characters;
 *   <li>a bulk get is used for two keys or more;
 *   <li>the store is reached over a network;
 *   <li>nobody has verified a mode on it.
 * </ul>
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
 * @param partitioned whether the partition that the metadata names decides where a document lies:
 *     then a key may exist twice
 * @param maxOperations operations in a transaction
 * @param maxDocumentBytes bytes of a document, and of a transaction's documents together
 * @param keys what the store allows in a key
 * @param pointReads keys up to which reading each by itself, at the same time, beats one bulk get.
 *     Dapr's Cosmos DB component makes a bulk get a query over all partitions, which has a base
 *     price; a single key is never worth one (docs/decisions/0006-cosmosdb.md)
 * @param bulkOmits whether a bulk get that broke off may call documents missing, and itself a
 *     success: Dapr's SQL components do not look at the error that ends their rows. A document that
 *     should be there is then asked for by itself before a stream is taken to end without it, or to
 *     be corrupt
 * @param insideDaprd whether the store lives in daprd's own process, with no network between
 * @param verified what {@link StoreVerdicts} say of this very store, by mode
 */
public record StoreProfile(
    String componentType,
    String componentVersion,
    ModeStanding transaction,
    ModeStanding singleWrite,
    ModeStanding query,
    boolean etagsRepeat,
    boolean jsonValues,
    boolean partitioned,
    int maxOperations,
    int maxDocumentBytes,
    KeyLimits keys,
    int pointReads,
    boolean bulkOmits,
    boolean insideDaprd,
    Map<SliceMode, ModeStanding> verified) {

  /** Copies {@code verified}. */
  public StoreProfile {
    verified = Map.copyOf(verified);
  }

  /**
   * Returns the profile of a component as daprd's metadata names it. Safe is only what this project
   * has verified; what nobody has run is unproven, whatever it is called and declares.
   *
   * @param type such as {@code state.redis}
   * @param version such as {@code v1}; empty is that
   * @param capabilities such as {@code ETAG}, {@code TRANSACTIONAL}, {@code QUERY_API}
   */
  public static StoreProfile of(String type, String version, Set<String> capabilities) {
    return KnownComponents.profile(type, version, capabilities);
  }

  /** Returns a builder of a profile that begins with the defaults above. */
  public static Builder builder(String componentType, String componentVersion) {
    return new Builder(componentType, componentVersion);
  }

  /** Returns a builder that begins with this profile. */
  public Builder toBuilder() {
    Builder builder = new Builder(componentType, componentVersion);
    builder.transaction = transaction;
    builder.singleWrite = singleWrite;
    builder.query = query;
    builder.etagsRepeat = etagsRepeat;
    builder.jsonValues = jsonValues;
    builder.partitioned = partitioned;
    builder.maxOperations = maxOperations;
    builder.maxDocumentBytes = maxDocumentBytes;
    builder.keys = keys;
    builder.pointReads = pointReads;
    builder.bulkOmits = bulkOmits;
    builder.insideDaprd = insideDaprd;
    builder.verified = verified;
    return builder;
  }

  /** Returns the profile of the same store behind a sidecar with this app id. */
  public StoreProfile ofApp(String appId) {
    return toBuilder().keys(keys.ofApp(appId)).build();
  }

  /**
   * Returns this profile with the verdicts of {@code verify}. Where a mode has two verdicts, the
   * worse counts.
   *
   * @throws InvalidRequestException if the verdicts are of another component or of another major
   *     version of it
   */
  public StoreProfile with(StoreVerdicts verdicts) {
    verdicts.requireOf(componentType, componentVersion);
    Map<SliceMode, ModeStanding> both = new EnumMap<>(SliceMode.class);
    both.putAll(verified);
    verdicts.modes().forEach((mode, found) -> both.merge(mode, found.standing(), this::worse));
    Builder builder = toBuilder();
    builder.verified = both;
    return builder.build();
  }

  /**
   * Returns whether {@code mode} is safe here: as safe as the least of what it needs. A verdict of
   * {@link #verified} speaks where nothing is known; where something is, the worse counts.
   */
  public ModeStanding standing(SliceMode mode) {
    ModeStanding known =
        switch (mode) {
          case OFF, TRANSACTIONAL -> transaction;
          case OFF_AND_SHARED_ALL -> worse(query, transaction);
          case TWO_PHASED, CREATE_ONLY -> singleWrite;
        };
    ModeStanding found = verified.getOrDefault(mode, known);
    return known instanceof Unproven ? found : worse(found, known);
  }

  private ModeStanding worse(ModeStanding one, ModeStanding other) {
    return badness(one) >= badness(other) ? one : other;
  }

  private static int badness(ModeStanding standing) {
    if (standing instanceof Safe) {
      return 0;
    }
    return standing instanceof Unproven ? 1 : standing instanceof Unsafe ? 2 : 3;
  }

  /**
   * What a state store allows in a key.
   *
   * @param prefix what Dapr puts before every key, such as {@code my-app||}; empty where it is not
   *     known
   * @param maxLength how long a key may be, the prefix included
   * @param unit what {@code maxLength} counts
   * @param forbidden characters that no key may have
   * @param supplementary whether a key, and a partition's, may have characters beyond U+FFFF
   *     (Dapr's Cosmos DB component sends them to the service in a form that is no JSON)
   */
  public record KeyLimits(
      String prefix, int maxLength, Unit unit, String forbidden, boolean supplementary) {

    /** What a key's length counts. */
    public enum Unit {
      /** Bytes of UTF-8. */
      BYTES,
      /** Characters; those beyond U+FFFF count twice. */
      CHARACTERS
    }

    /** Keys of any length, of any characters. */
    public static final KeyLimits NONE = new KeyLimits("", Integer.MAX_VALUE, Unit.BYTES, "", true);

    /** Returns the same limits for the keys of an app, whose id Dapr puts before each. */
    public KeyLimits ofApp(String appId) {
      return new KeyLimits(appId + "||", maxLength, unit, forbidden, supplementary);
    }
  }

  /** Builds a {@link StoreProfile}. */
  public static final class Builder {

    /** daprd's default limit on a gRPC message, less what a message holds beside its values. */
    private static final int MESSAGE_BYTES = 4 * 1024 * 1024 - 64 * 1024;

    private final String componentType;
    private final String componentVersion;
    private ModeStanding transaction;
    private ModeStanding singleWrite;
    private ModeStanding query;
    private boolean etagsRepeat = true;
    private boolean jsonValues;
    private boolean partitioned;
    private int maxOperations = Integer.MAX_VALUE;
    private int maxDocumentBytes = MESSAGE_BYTES;
    private KeyLimits keys = KeyLimits.NONE;
    private int pointReads = 1;
    private boolean bulkOmits = true;
    private boolean insideDaprd;
    private Map<SliceMode, ModeStanding> verified = Map.of();

    private Builder(String componentType, String componentVersion) {
      this.componentType = componentType;
      this.componentVersion = componentVersion;
      ModeStanding unproven =
          new Unproven(
              "nobody has proven "
                  + componentType
                  + " "
                  + componentVersion
                  + ": verify it before you trust it");
      this.transaction = unproven;
      this.singleWrite = unproven;
      this.query = unproven;
    }

    /** Sets whether a refused transaction leaves no trace, and honours create-only and etags. */
    public Builder transaction(ModeStanding standing) {
      this.transaction = standing;
      return this;
    }

    /** Sets whether create-only and etags hold for a single document. */
    public Builder singleWrite(ModeStanding standing) {
      this.singleWrite = standing;
      return this;
    }

    /** Sets whether the Query API finds what a transaction wrote. */
    public Builder query(ModeStanding standing) {
      this.query = standing;
      return this;
    }

    /** Sets whether a document deleted and created again can get an earlier etag. */
    public Builder etagsRepeat(boolean repeat) {
      this.etagsRepeat = repeat;
      return this;
    }

    /** Sets whether values are kept as JSON, as {@link StoreProfile#jsonValues} describes. */
    public Builder jsonValues(boolean json) {
      this.jsonValues = json;
      return this;
    }

    /** Sets whether the partition that the metadata names decides where a document lies. */
    public Builder partitioned(boolean byKey) {
      this.partitioned = byKey;
      return this;
    }

    /** Limits the operations in a transaction. */
    public Builder maxOperations(int max) {
      this.maxOperations = max;
      return this;
    }

    /** Limits the bytes of a document, and of a transaction's documents together. */
    public Builder maxDocumentBytes(int max) {
      this.maxDocumentBytes = max;
      return this;
    }

    /** Sets what the store allows in a key. */
    public Builder keys(KeyLimits limits) {
      this.keys = limits;
      return this;
    }

    /** Sets up to how many keys are read each by itself instead of by one bulk get. */
    public Builder pointReads(int max) {
      this.pointReads = max;
      return this;
    }

    /** Sets whether a bulk get may leave documents out and call itself a success. */
    public Builder bulkOmits(boolean omits) {
      this.bulkOmits = omits;
      return this;
    }

    /** Sets whether the store lives in daprd's own process. */
    public Builder insideDaprd(boolean inside) {
      this.insideDaprd = inside;
      return this;
    }

    /** Returns the profile. */
    public StoreProfile build() {
      return new StoreProfile(
          componentType,
          componentVersion,
          transaction,
          singleWrite,
          query,
          etagsRepeat,
          jsonValues,
          partitioned,
          maxOperations,
          maxDocumentBytes,
          keys,
          pointReads,
          bulkOmits,
          insideDaprd,
          verified);
    }
  }
}
