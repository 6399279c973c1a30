package dev.slicebench.cosmos.emulator.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A document as it is stored; it is never changed, only replaced.
 *
 * @param sequence the order of creation in its container
 * @param version the order of its last write in its container
 * @param body with the system properties; not to be changed
 * @param etag with its quotes
 * @param bytes of its JSON
 * @param writtenAtSecond Unix time
 */
public record StoredDocument(
    PartitionKey key,
    String id,
    long sequence,
    long version,
    ObjectNode body,
    String etag,
    int bytes,
    long writtenAtSecond) {}
