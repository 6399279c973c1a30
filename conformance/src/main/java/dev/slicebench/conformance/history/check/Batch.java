package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.EventId;
import dev.slicebench.conformance.history.EventRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Events that are sent together, and every attempt to append them. */
final class Batch {

  /** The base of a batch that is not known to stand anywhere. */
  static final long NOWHERE = -1;

  private final EventIndex index;

  /** Its own, from 0. */
  final int number;

  /** The number of its first event; the others follow. */
  final int first;

  final int size;

  /** The version before its first event, where loads or else acknowledgements say so. */
  long base = NOWHERE;

  /** When the first attempt was sent that may have put it there. */
  long sentNs;

  private @Nullable Attempt latest;

  Batch(EventIndex index, int number, int first, int size) {
    this.index = index;
    this.number = number;
    this.first = first;
    this.size = size;
  }

  /** Returns the number of its last event. */
  int last() {
    return first + size - 1;
  }

  @Nullable Attempt latest() {
    return latest;
  }

  void add(Attempt attempt) {
    latest = attempt;
  }

  /** Returns the attempts, the latest line first. */
  List<Attempt> attempts() {
    List<Attempt> attempts = new ArrayList<>(1);
    for (Attempt attempt = latest; attempt != null; attempt = attempt.earlier()) {
      attempts.add(attempt);
    }
    return attempts;
  }

  /** Returns an attempt of which there is at least one. */
  Attempt any() {
    return Objects.requireNonNull(latest);
  }

  /** Returns the acknowledged attempt that was acknowledged first, if any. */
  @Nullable Attempt acknowledged() {
    Attempt first = null;
    for (Attempt attempt = latest; attempt != null; attempt = attempt.earlier()) {
      if (attempt.isAcknowledged()
          && (first == null || attempt.span().completedNs() < first.span().completedNs())) {
        first = attempt;
      }
    }
    return first;
  }

  /** Returns whether it can be in the stream. */
  boolean mayBeStored() {
    return storedBy() != Long.MAX_VALUE;
  }

  /** Returns when the first attempt was sent that may have stored it; the end of time if none. */
  long storedBy() {
    long sentNs = Long.MAX_VALUE;
    for (Attempt attempt = latest; attempt != null; attempt = attempt.earlier()) {
      if (attempt.mayBeStored()) {
        sentNs = Math.min(sentNs, attempt.span().invokedNs());
      }
    }
    return sentNs;
  }

  /** Returns how many attempts may have stored it. */
  int timesStored() {
    int times = 0;
    for (Attempt attempt = latest; attempt != null; attempt = attempt.earlier()) {
      times += attempt.mayBeStored() ? 1 : 0;
    }
    return times;
  }

  /** Returns whether an attempt may have stored it behind a version. */
  boolean mayStandBehind(long version) {
    for (Attempt attempt = latest; attempt != null; attempt = attempt.earlier()) {
      if (attempt.mayHaveStoredBehind(version)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether two attempts may each have stored it, one behind each of two versions. That
   * events are found which are stored elsewhere, no event store promises.
   */
  boolean mayStandBehind(long one, long other) {
    for (Attempt attempt : attempts()) {
      if (attempt.mayHaveStoredBehind(one)) {
        for (Attempt second : attempts()) {
          if (second.line() != attempt.line() && second.mayHaveStoredBehind(other)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Finds out where it stands, when all lines were seen. */
  void settle() {
    Attempt told = acknowledged();
    base = seenBase();
    if (base == NOWHERE && told != null) {
      base = told.told() - size;
    }
    if (size == 0 || base < 0) {
      base = NOWHERE;
      return;
    }
    sentNs = Long.MAX_VALUE;
    for (Attempt attempt = latest; attempt != null; attempt = attempt.earlier()) {
      if (attempt.mayHaveStoredBehind(base)) {
        sentNs = Math.min(sentNs, attempt.span().invokedNs());
      }
    }
    if (sentNs == Long.MAX_VALUE) {
      // It should not stand there, which has a name.
      sentNs = invokedNs();
    }
  }

  /** When its first attempt began. */
  long invokedNs() {
    long invokedNs = Long.MAX_VALUE;
    for (Attempt attempt = latest; attempt != null; attempt = attempt.earlier()) {
      invokedNs = Math.min(invokedNs, attempt.span().invokedNs());
    }
    return invokedNs;
  }

  /**
   * Returns the version before its first event, where its first loaded event says so; -1 where
   * unseen.
   */
  long seenBase() {
    for (int i = 0; i < size; i++) {
      if (index.seenAt(first + i) > 0) {
        return (long) index.seenAt(first + i) - i - 1;
      }
    }
    return -1;
  }

  /** Returns whether the load on a line was the first to show one of its events. */
  boolean isSeenFirstOn(int line) {
    for (int i = 0; i < size; i++) {
      if (index.seenLine(first + i) == line) {
        return true;
      }
    }
    return false;
  }

  /** Returns its events, in few characters. */
  @Override
  public String toString() {
    List<EventId> events = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      events.add(index.event(first + i));
    }
    return size == 0 ? "nothing" : String.join(" ", EventRuns.ofEvents(events));
  }
}
