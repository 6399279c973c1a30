package dev.slicebench.store;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The keys of a stream's documents: the stream's name, {@code |}, and a part without {@code |}, so
 * that no two streams share a key whatever their names.
 */
final class Keys {

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
    String forbidden = profile.forbiddenInKeys();
    if (stream.chars().anyMatch(character -> forbidden.indexOf(character) >= 0)) {
      throw new InvalidRequestException(
          "stream name '"
              + stream
              + "': this store allows none of "
              + String.join(" ", forbidden.split("", -1)).strip()
              + " in a key; use other characters");
    }
    if (!profile.supplementaryInKeys()
        && stream.codePoints().anyMatch(Character::isSupplementaryCodePoint)) {
      throw new InvalidRequestException(
          "stream name '"
              + stream
              + "': Dapr's component for this store cannot send characters beyond U+FFFF, such as"
              + " emoji; use other characters");
    }
  }

  /** Refuses names that Dapr would refuse, or whose keys another stream might share. */
  static void requireValidName(String stream) {
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
    try {
      StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(stream));
    } catch (CharacterCodingException e) {
      throw new InvalidRequestException(
          "the stream's name is not valid Unicode: " + e.getMessage());
    }
  }
}
