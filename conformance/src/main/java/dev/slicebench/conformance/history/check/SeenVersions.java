package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.HistoryLine.Span;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What loads and acknowledgements say of each version of one stream. */
final class SeenVersions {

  private static final int NONE = -1;

  private final int[] event;
  private final int[] line;
  private final long[] firstShownNs;
  private final long[] lastShownNs;
  private final @Nullable Attempt[] acknowledged;

  /** For the versions 1 to {@code highest}. */
  SeenVersions(int highest) {
    event = new int[highest + 1];
    Arrays.fill(event, NONE);
    line = new int[highest + 1];
    firstShownNs = new long[highest + 1];
    lastShownNs = new long[highest + 1];
    acknowledged = new Attempt[highest + 1];
  }

  int highest() {
    return event.length - 1;
  }

  boolean canBe(long version) {
    return version >= 1 && version <= highest();
  }

  /** Notes that a load showed an event; the first to do so stays. */
  void show(int version, int shown, int atLine, Span span) {
    if (event[version] == NONE) {
      event[version] = shown;
      line[version] = atLine;
      firstShownNs[version] = span.completedNs();
      lastShownNs[version] = span.invokedNs();
    }
    lastShownNs[version] = Math.max(lastShownNs[version], span.invokedNs());
  }

  /** Returns the event that was first shown at a version, or -1. */
  int shown(long version) {
    return canBe(version) ? event[(int) version] : NONE;
  }

  /** Returns the line of the load that first showed an event there. */
  int line(long version) {
    return line[(int) version];
  }

  /** Returns whether a load that ended before {@code timeNs} showed an event there. */
  boolean wasShownBefore(long version, long timeNs) {
    return shown(version) != NONE && firstShownNs[(int) version] < timeNs;
  }

  /** Returns whether a load that began after {@code timeNs} showed an event there. */
  boolean isShownAfter(long version, long timeNs) {
    return shown(version) != NONE && lastShownNs[(int) version] > timeNs;
  }

  /** Returns the attempt that was acknowledged with this version for one of its events, or null. */
  @Nullable Attempt acknowledged(long version) {
    return canBe(version) ? acknowledged[(int) version] : null;
  }

  void acknowledge(long version, Attempt attempt) {
    acknowledged[(int) version] = attempt;
  }
}
