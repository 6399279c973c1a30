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

  private static final long NONE = -1;

  private final List<EventId> stored = new ArrayList<>();
  private final List<Long> pastVersions = new ArrayList<>(List.of(0L));

  long version() {
    return stored.size();
  }

  /**
   * Appends.
   *
   * @param forgetful whether events are not looked for where any version or an existing stream is
   *     expected; elsewhere than at an exact version they never are
   */
  AppendOutcome append(
      ExpectedVersion expected, List<EventId> events, boolean forgetful, Random random) {
    long named =
        expected instanceof ExpectedVersion.Exact exact
            ? exact.version()
            : expected instanceof ExpectedVersion.NoStream ? 0 : NONE;
    long found = named == NONE ? Collections.indexOfSubList(stored, events) : named;
    if (!events.isEmpty() && isStoredBehind(found, events) && (named != NONE || !forgetful)) {
      return acknowledged(found, events, true);
    }
    if (expected.isMetBy(version())) {
      long at = version();
      stored.addAll(events);
      pastVersions.add(version());
      // Whose own answer was lost finds its events, and cannot tell by whom they were stored.
      return acknowledged(at, events, !events.isEmpty() && random.nextInt(10) == 0);
    }
    List<Long> told = pastVersions.stream().filter(past -> !expected.isMetBy(past)).toList();
    return new AppendOutcome.Conflict(
        random.nextBoolean() ? told.get(told.size() - 1) : told.get(random.nextInt(told.size())));
  }

  private static AppendOutcome acknowledged(long base, List<EventId> events, boolean repeat) {
    return new AppendOutcome.Acknowledged(
        new AppendResult(base + events.size(), base == 0 && !events.isEmpty(), repeat));
  }

  private boolean isStoredBehind(long base, List<EventId> events) {
    return base >= 0
        && base + events.size() <= version()
        && stored.subList((int) base, (int) base + events.size()).equals(events);
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
