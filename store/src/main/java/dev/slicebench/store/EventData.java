package dev.slicebench.store;

import dev.slicebench.store.internal.documents.Require;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as a caller hands it in.
 *
 * @param id identifies the event, in any text, kept to the character, the empty text included; the
 *     same ids appended again are recognised as a repeat. {@link SliceMode#OFF_AND_SHARED_ALL} has
 *     it in a key, and refuses some texts for that
 * @param name the event's type, as its readers know it. Null means an event without one, as
 *     Dapr.EventStore allows: a copy of its stream keeps it so
 * @param data the payload
 */
public record EventData(String id, @Nullable String name, Json data) {

  /**
   * An event with an id of the caller's.
   *
   * @throws InvalidRequestException if {@code id} or {@code data} is null, or {@code id} or {@code
   *     name} is not valid Unicode
   */
  public EventData {
    Require.nonNull(id, "the event's id");
    Require.unicode(id, "the event's id");
    Require.nonNull(data, "the event's data");
    if (name != null) {
      Require.unicode(name, "the event's name");
    }
  }

  /**
   * Returns an event with a random UUID as its id.
   *
   * @throws InvalidRequestException if {@code name} or {@code data} is null, or {@code name} is not
   *     valid Unicode
   */
  public static EventData of(String name, Json data) {
    Require.nonNull(name, "the event's name");
    return new EventData(UUID.randomUUID().toString(), name, data);
  }
}
