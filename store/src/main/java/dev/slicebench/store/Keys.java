package dev.slicebench.store;

import java.util.regex.Pattern;

/**
 * The keys of a stream's documents: the stream's name, {@code |}, and a part without {@code |}, so
 * that no two streams share a key whatever their names.
 */
final class Keys {

  /** The parts of keys that are not event ids. */
  private static final Pattern OTHER_DOCUMENTS =
      Pattern.compile("head|from-.*|[1-9][0-9]*", Pattern.DOTALL);

  private Keys() {}

  /** The head of every mode but {@code CREATE_ONLY}. */
  static String head(String stream) {
    return stream + "|head";
  }

  /** An event by its version; a slice by the version of its last event. */
  static String version(String stream, long version) {
    return stream + '|' + version;
  }

  /** An event by its id. */
  static String event(String stream, String id) {
    return stream + '|' + id;
  }

  /** A {@code CREATE_ONLY} slice by the version of its first event. */
  static String sliceFrom(String stream, long version) {
    return stream + "|from-" + version;
  }

  /** The head hint of {@code CREATE_ONLY}. */
  static String hint(String stream) {
    return stream + "|from-head";
  }

  /** Refuses names with characters that the store does not allow in keys. */
  static void requireAllowed(String stream, StoreProfile profile) {
    requireAllowed("stream name '" + stream + "'", stream, profile);
  }

  /**
   * Refuses event ids that cannot be a part of a key, or whose key could be that of another
   * document: of the stream's head, or of its documents in another mode, or of another stream.
   */
  static void requireAllowedId(String id, StoreProfile profile) {
    String event = "event id '" + id + "'";
    requireAllowed(event, id, profile);
    if (id.indexOf('|') >= 0 || OTHER_DOCUMENTS.matcher(id).matches()) {
      throw new InvalidRequestException(
          event
              + ": "
              + SliceMode.OFF_AND_SHARED_ALL
              + " has the id in the event's key, which would be that of another document; use no"
              + " '|', not 'head', no version number and nothing that begins with 'from-'");
    }
  }

  private static void requireAllowed(String what, String part, StoreProfile profile) {
    String forbidden = profile.forbiddenInKeys();
    if (part.chars().anyMatch(character -> forbidden.indexOf(character) >= 0)) {
      throw new InvalidRequestException(
          what
              + ": this store allows none of "
              + String.join(" ", forbidden.split("", -1)).strip()
              + " in a key; use other characters");
    }
    if (!profile.supplementaryInKeys()
        && part.codePoints().anyMatch(Character::isSupplementaryCodePoint)) {
      throw new InvalidRequestException(
          what
              + ": Dapr's component for this store cannot send characters beyond U+FFFF, such as"
              + " emoji; use other characters");
    }
  }

  /** Refuses names that Dapr would refuse, or whose keys another stream might share. */
  static void requireValidName(String stream) {
    Require.nonNull(stream, "the stream's name");
    if (stream.isEmpty()) {
      throw new InvalidRequestException("the stream's name is empty");
    }
    if (stream.contains("||") || stream.endsWith("|")) {
      throw new InvalidRequestException(
          "stream name '"
              + stream
              + "': Dapr does not allow '||' in the keys made from it;"
              + " use no '||' and no '|' at the end");
    }
    Require.unicode(stream, "the stream's name");
  }
}
