package dev.slicebench.store;

import java.util.UUID;

/**
 * An event as a caller hands it in.
 *
 * @param id identifies the event; the same ids appended again are recognised as a repeat
 * @param name the event's type, as its readers know it
 * @param data the payload
 */
public record EventData(UUID id, String name, Json data) {

  /** An event with a random id. */
  public static EventData of(String name, Json data) {
    return new EventData(UUID.randomUUID(), name, data);
  }
}
