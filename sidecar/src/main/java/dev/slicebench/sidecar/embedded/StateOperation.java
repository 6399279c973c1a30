package dev.slicebench.sidecar.embedded;

import com.google.protobuf.ByteString;

/** One write to one key. */
sealed interface StateOperation {

  /** The key as it is stored, with its prefix. */
  String key();

  /** The etag; empty where none was sent. */
  String etag();

  Concurrency concurrency();

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
   * @param jsonContent whether the metadata's contentType is JSON's
   */
  record Upsert(
      String key,
      ByteString data,
      boolean binary,
      String etag,
      Concurrency concurrency,
      boolean jsonContent)
      implements StateOperation {}

  /**
   * Removes a key.
   *
   * @param jsonContent whether the metadata's contentType is JSON's
   */
  record Delete(String key, String etag, Concurrency concurrency, boolean jsonContent)
      implements StateOperation {}
}
