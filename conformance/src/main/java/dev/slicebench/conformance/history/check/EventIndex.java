package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.EventId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events that were sent to one stream, numbered from 0 in the order of their first sending, and
 * where each was first loaded. In arrays, since a history can hold millions.
 */
final class EventIndex {

  private static final int NONE = -1;

  private long[] high = new long[16];
  private long[] low = new long[16];
  private int[] marker = new int[16];
  private int[] seenAt = new int[16];
  private int[] seenLine = new int[16];
  private int[] slots = filled(32);
  private final List<Batch> batches = new ArrayList<>();
  private int[] batchOf = new int[16];
  private int size;

  /** Returns how many events there are. */
  int size() {
    return size;
  }

  List<Batch> batches() {
    return batches;
  }

  /** Returns the attempts of all batches, in the order in which they were asked for. */
  List<Attempt> attempts() {
    return batches.stream()
        .flatMap(batch -> batch.attempts().stream())
        .sorted(Comparator.comparingLong(attempt -> attempt.span().invokedNs()))
        .toList();
  }

  EventId event(int number) {
    return new EventId(high[number], low[number], marker[number]);
  }

  Batch batchOf(int number) {
    return batches.get(batchOf[number]);
  }

  /** Returns the version at which the event was first loaded, or 0. */
  int seenAt(int number) {
    return seenAt[number];
  }

  /** Returns the line of the load that first showed it. */
  int seenLine(int number) {
    return seenLine[number];
  }

  void see(int number, int version, int line) {
    seenAt[number] = version;
    seenLine[number] = line;
  }

  /** Returns the event's number, or -1. */
  int find(EventId event) {
    int number = slots[slot(event)];
    return number == NONE || marker[number] != event.marker() ? NONE : number;
  }

  /**
   * Returns the batch of these events, which becomes one where it is new; null where some of them
   * were sent with others, or with another payload: event stores tell events by their ids.
   */
  @Nullable Batch batch(List<EventId> events) {
    int known = events.isEmpty() ? NONE : find(events.get(0));
    if (known == NONE) {
      return addBatch(events);
    }
    Batch batch = batchOf(known);
    if (batch.size != events.size()) {
      return null;
    }
    for (int i = 0; i < batch.size; i++) {
      if (!event(batch.first + i).equals(events.get(i))) {
        return null;
      }
    }
    return batch;
  }

  private @Nullable Batch addBatch(List<EventId> events) {
    Batch batch = new Batch(this, batches.size(), size, events.size());
    batches.add(batch);
    for (EventId event : events) {
      if (!add(event)) {
        return null;
      }
    }
    return batch;
  }

  private boolean add(EventId event) {
    int slot = slot(event);
    if (slots[slot] != NONE) {
      return false;
    }
    if (size == high.length) {
      grow();
    }
    high[size] = event.high();
    low[size] = event.low();
    marker[size] = event.marker();
    batchOf[size] = batches.size() - 1;
    slots[slot] = size;
    size++;
    if (size * 2L > slots.length) {
      rehash();
    }
    return true;
  }

  private void grow() {
    int capacity = size + size / 2;
    high = Arrays.copyOf(high, capacity);
    low = Arrays.copyOf(low, capacity);
    marker = Arrays.copyOf(marker, capacity);
    seenAt = Arrays.copyOf(seenAt, capacity);
    seenLine = Arrays.copyOf(seenLine, capacity);
    batchOf = Arrays.copyOf(batchOf, capacity);
  }

  private void rehash() {
    slots = filled(slots.length * 2);
    for (int number = 0; number < size; number++) {
      slots[slot(event(number))] = number;
    }
  }

  private static int[] filled(int length) {
    int[] slots = new int[length];
    Arrays.fill(slots, NONE);
    return slots;
  }

  /** Returns where the event with this id is, whatever its payload, or else belongs. */
  private int slot(EventId event) {
    long hash = event.high() * 31 + event.low();
    // Fibonacci hashing: ids that count up would fill neighbouring slots.
    int slot = (int) ((hash * 0x9E3779B97F4A7C15L) >>> 32) & (slots.length - 1);
    while (slots[slot] != NONE && !hasId(slots[slot], event)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private boolean hasId(int number, EventId event) {
    return high[number] == event.high() && low[number] == event.low();
  }
}
