package dev.slicebench.store.internal.documents;

import dev.slicebench.store.Direction;
import dev.slicebench.store.EventData;
import dev.slicebench.store.RecordedEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A slice document: the events of one append, adjacent and in order; at least one. */
public record Slice(List<RecordedEvent> events) {

  public long first() {
    return events.get(0).version();
  }

  public long last() {
    return events.get(events.size() - 1).version();
  }

  /**
   * Returns whether these are exactly the events of an append that began at {@code firstVersion}.
   */
  public boolean holds(List<EventData> appended, long firstVersion) {
    return first() == firstVersion && Events.same(appended, events);
  }

  /** Returns the events that lie within {@code range}, in the order of direction. */
  public List<RecordedEvent> within(Range range, Direction direction) {
    int from = (int) Math.min(events.size(), Math.max(0, range.low() - first()));
    int to = (int) Math.max(0, Math.min(events.size(), range.high() - first() + 1));
    if (from >= to) {
      return List.of();
    }
    List<RecordedEvent> inside = events.subList(from, to);
    if (direction == Direction.FORWARDS) {
      return inside;
    }
    List<RecordedEvent> reversed = new ArrayList<>(inside);
    Collections.reverse(reversed);
    return reversed;
  }
}
