package dev.slicebench.store;

import java.util.HashMap;
import java.util.Map;

/**
 * The Dapr request metadata of a stream, such as {@code partitionKey} and {@code contentType}. One
 * stream always has the same metadata: it decides where Cosmos DB keeps and finds the documents.
 */
@FunctionalInterface
public interface MetadataProvider {

  /** Returns the metadata of every request about {@code stream}, and of each operation in it. */
  Map<String, String> metadata(String stream);

  /** Adds {@code contentType: application/json} to the metadata, for stores that keep JSON. */
  default MetadataProvider withJsonContent() {
    return stream -> {
      Map<String, String> metadata = new HashMap<>(metadata(stream));
      metadata.put("contentType", "application/json");
      return Map.copyOf(metadata);
    };
  }

  /**
   * Returns what fits a mode and a store, and Dapr.EventStore's streams: a partition per stream,
   * one named {@code all} for {@link SliceMode#OFF_AND_SHARED_ALL}, and JSON values where the store
   * keeps them.
   */
  static MetadataProvider standard(SliceMode mode, StoreProfile profile) {
    MetadataProvider partition =
        mode == SliceMode.OFF_AND_SHARED_ALL ? sharedPartition("all") : partitionPerStream();
    return profile.jsonValues() ? partition.withJsonContent() : partition;
  }

  /** Gives no metadata. */
  static MetadataProvider none() {
    return stream -> Map.of();
  }

  /** Gives each stream a partition of its own name. */
  static MetadataProvider partitionPerStream() {
    return stream -> Map.of("partitionKey", stream);
  }

  /** Gives all streams one partition. Dapr.EventStore calls it {@code all}. */
  static MetadataProvider sharedPartition(String partition) {
    Map<String, String> metadata = Map.of("partitionKey", partition);
    return stream -> metadata;
  }
}
