package dev.slicebench.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as a caller hands it in.
 *
 * @param id identifies the event, in any text, kept to the character; the same ids appended again
 *     are recognised as a repeat
 * @param name the event's type, as its readers know it; null only in a copy of an event that has
 *     none, which Dapr.EventStore allows
 * @param data the payload
 */
public record EventData(String id, @Nullable String name, Json data) {

  /** An event with a random UUID as its id. */
  public static EventData of(String name, Json data) {
    return new EventData(UUID.randomUUID().toString(), name, data);
  }
}
