package dev.slicebench.store.internal.documents;

import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.LimitExceededException;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.StoreProfile.KeyLimits;
import dev.slicebench.store.StoreProfile.KeyLimits.Unit;
import java.util.regex.Pattern;

/**
 * The keys of a stream's documents: the stream's name, {@code |}, and a part without {@code |}, so
 * that no two streams share a key whatever their names.
 */
public final class Keys {

  /** The parts of keys that are not event ids. */
  private static final Pattern OTHER_DOCUMENTS =
      Pattern.compile("head|from-.*|[1-9][0-9]*", Pattern.DOTALL);

  private Keys() {}

  /** Returns the head of every mode but {@code CREATE_ONLY}. */
  public static String head(String stream) {
    return stream + "|head";
  }

  /** Returns an event by its version; a slice by the version of its last event. */
  public static String version(String stream, long version) {
    return stream + '|' + version;
  }

  /** Returns an event by its id. */
  public static String event(String stream, String id) {
    return stream + '|' + id;
  }

  /** Returns a {@code CREATE_ONLY} slice by the version of its first event. */
  public static String sliceFrom(String stream, long version) {
    return stream + "|from-" + version;
  }

  /** Returns the head hint of {@code CREATE_ONLY}. */
  public static String hint(String stream) {
    return stream + "|from-head";
  }

  /**
   * Refuses event ids that cannot be a part of a key, or whose key could be that of another
   * document: of the stream's head, or of its documents in another mode, or of another stream.
   */
  public static void requireAllowedId(String id, StoreProfile profile) {
    requireAllowed(profile.keys(), "event id", id);
    if (id.indexOf('|') >= 0 || OTHER_DOCUMENTS.matcher(id).matches()) {
      throw new InvalidRequestException(
          "event id '"
              + id
              + "': "
              + SliceMode.OFF_AND_SHARED_ALL
              + " has the id in the event's key, which would be that of another document; use no"
              + " '|', not 'head', no version number and nothing that begins with 'from-'");
    }
  }

  /**
   * Refuses a part of a key that has characters which the store does not allow.
   *
   * @param what the part, in words
   * @throws InvalidRequestException if it has
   */
  public static void requireAllowed(KeyLimits limits, String what, String part) {
    if (limits.forbidden().isEmpty() && limits.supplementary()) {
      return;
    }
    part.codePoints()
        .filter(
            character ->
                limits.forbidden().indexOf(character) >= 0
                    || (!limits.supplementary() && Character.isSupplementaryCodePoint(character)))
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
  public static void requireShortEnough(KeyLimits limits, String key) {
    int length = length(limits, limits.prefix()) + length(limits, key);
    if (length > limits.maxLength()) {
      throw new LimitExceededException(
          (limits.unit() == Unit.BYTES ? "bytes" : "characters")
              + " in a key"
              + (limits.prefix().isEmpty() ? "" : " with Dapr's prefix '" + limits.prefix() + "'"),
          limits.maxLength(),
          length,
          "choose a shorter stream name (in OFF_AND_SHARED_ALL an event's id is part of its key"
              + " too)");
    }
  }

  private static int length(KeyLimits limits, String text) {
    return limits.unit() == Unit.BYTES ? Footprints.utf8Bytes(text) : text.length();
  }

  private static String name(int character) {
    String code = "U+%04X".formatted(character);
    return Character.isISOControl(character)
        ? code
        : Character.toString(character) + " (" + code + ")";
  }

  /** Says, of a {@code CREATE_ONLY} stream that was moved to another mode, where to. */
  public static String movedFrom(String stream) {
    return sliceFrom(stream, 0);
  }

  /** Refuses names that Dapr would refuse, or whose keys another stream might share. */
  public static void requireValidName(String stream) {
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
