package dev.slicebench.evidence.leftover;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * Keys of documents that were written under one request metadata.
 *
 * @param metadata Dapr's request metadata, such as {@code partitionKey}
 * @param keys without Dapr's prefix
 */
public record DocumentKeys(Map<String, String> metadata, List<String> keys) {

  /** Requires both. */
  public DocumentKeys {
    requireNonNull(metadata);
    requireNonNull(keys);
  }
}
