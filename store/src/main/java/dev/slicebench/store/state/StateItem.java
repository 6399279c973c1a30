package dev.slicebench.store.state;

import org.jspecify.annotations.Nullable;

/**
 * A document as read.
 *
 * @param key its key, without Dapr's prefix
 * @param value its bytes, not to be changed; empty where it does not exist
 * @param etag its etag; null where it does not exist
 * @param expires when the store will let it go, as Dapr tells; null where it will not, or where the
 *     component does not tell
 */
@SuppressWarnings("ArrayRecordComponent") // Owned by the reader; never compared.
public record StateItem(String key, byte[] value, @Nullable String etag, @Nullable String expires) {

  private static final byte[] NOTHING = new byte[0];

  /** A document that stays, or one that does not exist. */
  public StateItem(String key, byte[] value, @Nullable String etag) {
    this(key, value, etag, null);
  }

  /** Returns an item for a key without a document. */
  public static StateItem absent(String key) {
    return new StateItem(key, NOTHING, null);
  }

  /** Returns whether there is a document. */
  public boolean exists() {
    return etag != null;
  }
}
