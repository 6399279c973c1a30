package dev.slicebench.store;

import java.util.UUID;

/**
 * An event as the stream holds it.
 *
 * @param id the id it was appended with
 * @param name the event's type
 * @param stream the stream's name
 * @param data the payload
 * @param version its place in the stream: 1 for the first, without gaps
 */
public record RecordedEvent(UUID id, String name, String stream, Json data, long version) {}
