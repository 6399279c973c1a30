package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.AppendOutcome;
import dev.slicebench.conformance.history.EventId;
import dev.slicebench.conformance.history.HistoryLine.Delivered;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.Direction;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A stream that keeps every promise: each operation happens at one moment. */
public final class ModelStream {

  private final List<EventId> stored = new ArrayList<>();
  private final List<Long> pastVersions = new ArrayList<>(List.of(0L));

  long version() {
    return stored.size();
  }

  AppendOutcome append(ExpectedVersion expected, List<EventId> events, Random random) {
    long base = baseOf(events);
    boolean where =
        expected instanceof ExpectedVersion.Exact || expected instanceof ExpectedVersion.NoStream;
    if (base >= 0 && (!where || expected.isMetBy(base))) {
      return acknowledged(base, events, true);
    }
    if (base < 0 && expected.isMetBy(version())) {
      long at = version();
      stored.addAll(events);
      pastVersions.add(version());
      return acknowledged(at, events, false);
    }
    List<Long> told = pastVersions.stream().filter(past -> !expected.isMetBy(past)).toList();
    return new AppendOutcome.Conflict(
        random.nextBoolean() ? told.get(told.size() - 1) : told.get(random.nextInt(told.size())));
  }

  private static AppendOutcome acknowledged(long base, List<EventId> events, boolean repeat) {
    return new AppendOutcome.Acknowledged(
        new AppendResult(base + events.size(), base == 0 && !events.isEmpty(), repeat));
  }

  /** The version before the events, where they are stored; else -1. */
  private long baseOf(List<EventId> events) {
    return events.isEmpty() ? -1 : Collections.indexOfSubList(stored, events);
  }

  List<Delivered> load(LoadOptions options) {
    List<Delivered> read = new ArrayList<>();
    for (long version = options.from(); version <= Math.min(options.to(), version()); version++) {
      read.add(new Delivered(version, stored.get((int) version - 1)));
    }
    if (options.direction() == Direction.BACKWARDS) {
      Collections.reverse(read);
    }
    return List.copyOf(read.subList(0, (int) Math.min(read.size(), options.maxCount())));
  }
}
