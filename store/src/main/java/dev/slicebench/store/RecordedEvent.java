package dev.slicebench.store;

import org.jspecify.annotations.Nullable;

/**
 * An event as the stream holds it.
 *
 * @param id the id it was appended with, to the character
 * @param name the event's type; null where a stream of Dapr.EventStore's names none
 * @param stream the stream's name
 * @param data the payload
 * @param version its place in the stream: 1 for the first, without gaps
 */
public record RecordedEvent(
    String id, @Nullable String name, String stream, Json data, long version) {}
