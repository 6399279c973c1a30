package dev.slicebench.bench.jmh;

import dev.slicebench.store.EventData;
import dev.slicebench.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Events whose ids follow from their version, so that a reader can tell what must be there. */
public final class SampleEvents {

  private static final String NAME = "measured";
  private static final long MARK = 0x736c_6963_6562_6e63L; // "slicebnc"

  private final Json data;

  /** With payloads of {@code payloadBytes} of JSON, a string. */
  public SampleEvents(int payloadBytes) {
    this.data = Json.ofString("x".repeat(payloadBytes - 2)); // less its quotes
  }

  /** Returns the events that follow version {@code after}. */
  public List<EventData> following(long after, int count) {
    return ofWriter(0, after, count);
  }

  /**
   * Returns the events that follow a writer's own {@code after} events, of several who append to
   * one stream and cannot know their versions.
   *
   * @param writer its number, from 1
   */
  List<EventData> ofWriter(int writer, long after, int count) {
    List<EventData> events = new ArrayList<>(count);
    for (long number = after + 1; number <= after + count; number++) {
      events.add(new EventData(id(writer, number), NAME, data));
    }
    return events;
  }

  static String id(long version) {
    return id(0, version);
  }

  static String id(int writer, long number) {
    return new UUID(MARK + writer, number).toString();
  }
}
