package dev.slicebench.conformance.history.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The highest version that was told, by time. To be filled first, then asked. */
final class RunningMax {

  /**
   * A version, and who told it.
   *
   * @param line of the history
   */
  record Entry(long timeNs, long version, int line) {}

  private List<Entry> entries = new ArrayList<>();
  private boolean sorted;

  void add(long timeNs, long version, int line) {
    entries.add(new Entry(timeNs, version, line));
  }

  /** Returns the entry with the highest version before a time, or null. */
  @Nullable Entry before(long timeNs) {
    sort();
    int from = 0;
    int to = entries.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (entries.get(middle).timeNs < timeNs) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from == 0 ? null : entries.get(from - 1);
  }

  /** Returns the entries that told more than all before them. */
  List<Entry> rising() {
    sort();
    return entries;
  }

  /** Returns the highest version before a time, or 0. */
  long versionBefore(long timeNs) {
    Entry entry = before(timeNs);
    return entry == null ? 0 : entry.version;
  }

  private void sort() {
    if (sorted) {
      return;
    }
    entries.sort(Comparator.comparingLong(Entry::timeNs));
    List<Entry> rising = new ArrayList<>();
    long highest = Long.MIN_VALUE;
    for (Entry entry : entries) {
      if (entry.version > highest) {
        highest = entry.version;
        rising.add(entry);
      }
    }
    entries = rising;
    sorted = true;
  }
}
