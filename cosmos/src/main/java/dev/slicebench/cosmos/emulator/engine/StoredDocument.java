package dev.slicebench.cosmos.emulator.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A document as it is stored; it is never changed, only replaced.
 *
 * @param sequence the order of creation in its container
 * @param body with the system properties; not to be changed
 * @param etag with its quotes
 * @param bytes of its JSON
 * @param expiresAtSecond Unix time; {@link Long#MAX_VALUE} for never
 */
public record StoredDocument(
    PartitionKey key,
    String id,
    long sequence,
    ObjectNode body,
    String etag,
    int bytes,
    long expiresAtSecond) {}
