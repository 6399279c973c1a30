package dev.slicebench.sidecar.embedded;

import com.google.protobuf.ByteString;
import java.util.Map;

/** One write to one key. */
sealed interface ComponentOperation {

  /** Returns the key as it is stored, with its prefix. */
  String key();

  /** Returns the etag; empty where none was sent. */
  String etag();

  Concurrency concurrency();

  /** Returns the operation's own metadata. */
  Map<String, String> metadata();

  /** Returns whether its contentType is JSON's. */
  default boolean jsonContent() {
    return "application/json".equals(metadata().get("contentType"));
  }

  default boolean hasEtag() {
    return !etag().isEmpty();
  }

  default boolean createOnly() {
    return !hasEtag() && concurrency() == Concurrency.FIRST_WRITE;
  }

  /** The concurrency option of a write. */
  enum Concurrency {
    UNSPECIFIED,
    FIRST_WRITE,
    LAST_WRITE
  }

  /**
   * Writes a value.
   *
   * @param data the bytes that the component stores
   * @param binary whether they came as bytes, not as JSON that daprd has parsed
   */
  record Upsert(
      String key,
      ByteString data,
      boolean binary,
      String etag,
      Concurrency concurrency,
      Map<String, String> metadata)
      implements ComponentOperation {}

  /** Removes a key. */
  record Delete(String key, String etag, Concurrency concurrency, Map<String, String> metadata)
      implements ComponentOperation {}
}
