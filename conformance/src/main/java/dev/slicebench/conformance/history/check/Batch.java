package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.AppendOutcome.Unknown;
import dev.slicebench.conformance.history.EventId;
import dev.slicebench.conformance.history.EventRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Events that are sent together, and every attempt to append them. */
final class Batch {

  private final EventIndex index;

  /** The number of its first event; the others follow. */
  final int first;

  final int size;

  private @Nullable Attempt latest;

  Batch(EventIndex index, int first, int size) {
    this.index = index;
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

  /** Returns whether it can be in the stream: one attempt was acknowledged, or is open for ever. */
  boolean mayBeStored() {
    for (Attempt attempt = latest; attempt != null; attempt = attempt.earlier()) {
      if (attempt.isAcknowledged() || attempt.outcome() instanceof Unknown) {
        return true;
      }
    }
    return false;
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
