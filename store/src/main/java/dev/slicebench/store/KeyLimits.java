package dev.slicebench.store;

import dev.slicebench.store.internal.documents.Footprints;

/**
 * What a state store allows in a key.
 *
 * @param prefix what Dapr puts before every key, such as {@code my-app||}; empty where it is not
 *     known
 * @param maxLength how long a key may be, the prefix included
 * @param unit what that counts
 * @param forbidden characters that no key may have
 * @param supplementary whether a key, and a partition's, may have characters beyond U+FFFF (Dapr's
 *     Cosmos DB component sends them to the service in a form that is no JSON)
 */
public record KeyLimits(
    String prefix, int maxLength, Unit unit, String forbidden, boolean supplementary) {

  /** A key of any length, of any characters. */
  public static final KeyLimits NONE = new KeyLimits("", Integer.MAX_VALUE, Unit.BYTES, "", true);

  private static final String C0 = range('\u0000', '\u001f');
  private static final String DELETE_AND_C1 = range('\u007f', '\u009f');

  /**
   * Dapr's Cosmos DB component writes a partition's name as Go quotes a text. Of these characters
   * that makes escapes that JSON does not have.
   */
  private static final String GO_ESCAPES =
      range('\u0000', '\u0007') + '\u000b' + range('\u000e', '\u001f') + '\u007f';

  /** What a key's length counts. */
  public enum Unit {
    /** Bytes of UTF-8. */
    BYTES("bytes"),
    /** Characters; those beyond U+FFFF count twice. */
    CHARACTERS("characters");

    private final String plural;

    Unit(String plural) {
      this.plural = plural;
    }

    int count(String text) {
      return this == BYTES ? Footprints.utf8Bytes(text) : text.length();
    }
  }

  /**
   * What a component's store is known to allow. All that was not run is as Dapr's source creates
   * its table, or as the store's manual says.
   */
  static KeyLimits of(String type) {
    return switch (type) {
      // A row of the primary key's index has at most 2704 bytes.
      case "state.postgresql" -> NONE.bytes(2692).without("\u0000");
      case "state.cockroachdb", "state.yugabytedb", "state.yugabyte" -> NONE.without("\u0000");
      case "state.azure.cosmosdb" ->
          new KeyLimits("", 1023, Unit.BYTES, "/\\?#" + GO_ESCAPES, false);
      case "state.mysql" -> NONE.characters(255);
      // What is longer, SQL Server cuts off without a word.
      case "state.sqlserver" -> NONE.characters(200);
      case "state.oracledatabase" -> NONE.bytes(100);
      case "state.aws.dynamodb" -> NONE.bytes(2048);
      case "state.azure.tablestorage" -> NONE.characters(512).without("/\\?#" + C0 + DELETE_AND_C1);
      case "state.azure.blobstorage" -> NONE.characters(1024);
      case "state.oci.objectstorage" -> NONE.bytes(1024);
      case "state.couchbase" -> NONE.bytes(250);
      default -> NONE;
    };
  }

  /** The same limits, for the keys of an app: Dapr puts the app's id before each. */
  KeyLimits ofApp(String appId) {
    return new KeyLimits(appId + "||", maxLength, unit, forbidden, supplementary);
  }

  /**
   * Refuses a part of a key that has characters which the store does not allow.
   *
   * @param what the part, in words
   * @throws InvalidRequestException if it has
   */
  public void requireAllowed(String what, String part) {
    part.codePoints()
        .filter(
            character ->
                forbidden.indexOf(character) >= 0
                    || (!supplementary && Character.isSupplementaryCodePoint(character)))
        .findFirst()
        .ifPresent(
            character -> {
              throw new InvalidRequestException(
                  "%s '%s': this store allows no %s in a key%s; use other characters"
                      .formatted(
                          what,
                          part.replaceAll("\\p{Cntrl}", "\ufffd"),
                          name(character),
                          Character.isSupplementaryCodePoint(character)
                              ? ", since Dapr's component for it cannot send characters beyond"
                                  + " U+FFFF"
                              : ""));
            });
  }

  /**
   * Refuses a key that is too long.
   *
   * @throws LimitExceededException if it is
   */
  public void requireShortEnough(String key) {
    int length = unit.count(prefix) + unit.count(key);
    if (length > maxLength) {
      throw new LimitExceededException(
          unit.plural
              + " in a key"
              + (prefix.isEmpty() ? "" : " with Dapr's prefix '" + prefix + "'"),
          maxLength,
          length,
          "choose a shorter stream name (in OFF_AND_SHARED_ALL an event's id is part of its key"
              + " too)");
    }
  }

  private KeyLimits bytes(int max) {
    return new KeyLimits(prefix, max, Unit.BYTES, forbidden, supplementary);
  }

  private KeyLimits characters(int max) {
    return new KeyLimits(prefix, max, Unit.CHARACTERS, forbidden, supplementary);
  }

  private KeyLimits without(String characters) {
    return new KeyLimits(prefix, maxLength, unit, characters, supplementary);
  }

  private static String name(int character) {
    String code = "U+%04X".formatted(character);
    return Character.isISOControl(character)
        ? code
        : Character.toString(character) + " (" + code + ")";
  }

  private static String range(char first, char last) {
    StringBuilder characters = new StringBuilder();
    for (char character = first; character <= last; character++) {
      characters.append(character);
    }
    return characters.toString();
  }
}
