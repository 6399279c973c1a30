package dev.slicebench.store;

import java.util.Map;

/**
 * The Dapr request metadata of a stream, such as {@code partitionKey} and {@code contentType}. One
 * stream always has the same metadata: it decides where Cosmos DB keeps and finds the documents.
 */
@FunctionalInterface
public interface MetadataProvider {

  /** The metadata of every request about {@code stream}, and of each operation in it. */
  Map<String, String> metadata(String stream);

  /** No metadata. */
  static MetadataProvider none() {
    return stream -> Map.of();
  }

  /** A partition for each stream, named as the stream, with JSON values. */
  static MetadataProvider partitionPerStream() {
    return stream -> Map.of("partitionKey", stream, "contentType", "application/json");
  }

  /** One partition for all streams, with JSON values. Dapr.EventStore calls it {@code all}. */
  static MetadataProvider sharedPartition(String partition) {
    Map<String, String> metadata =
        Map.of("partitionKey", partition, "contentType", "application/json");
    return stream -> metadata;
  }
}
