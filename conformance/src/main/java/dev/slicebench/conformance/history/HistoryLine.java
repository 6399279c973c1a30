package dev.slicebench.conformance.history;

import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import java.util.List;

/** A line of a history. */
public sealed interface HistoryLine {

  /**
   * The first line.
   *
   * @param seed what every random choice of the run follows from
   * @param subject what was observed
   * @param mode the slice mode, or what else tells runs of a subject apart
   * @param run what was done
   */
  record Header(long seed, String subject, String mode, String run) implements HistoryLine {}

  /**
   * What must have happened before the history can show that a promise is kept.
   *
   * @param overlapping appends that were under way while another one to their stream was
   * @param conflicts appends that were told a conflict
   * @param unknown appends whose outcome was told as unknown
   */
  record Demand(long overlapping, long conflicts, long unknown) implements HistoryLine {

    /** Nothing in particular. */
    public static final Demand NONE = new Demand(0, 0, 0);
  }

  /**
   * A fault began.
   *
   * @param what the fault, for people
   */
  record Fault(long atNs, String what) implements HistoryLine {}

  /**
   * All faults have ended, and whatever they hit answers again.
   *
   * @param what the faults that were planted, for people
   */
  record Heal(long atNs, String what) implements HistoryLine {}

  /**
   * The last line: every operation that was begun is in the history.
   *
   * @param operations how many
   */
  record End(long operations) implements HistoryLine {}

  /**
   * Something that a process asked of a stream. Times are nanoseconds of one monotonic clock, from
   * a moment before the first operation.
   */
  sealed interface Operation extends HistoryLine permits Append, Load, Head {

    /** Returns who asked when. */
    Span span();

    /** Returns the stream's name. */
    String stream();
  }

  /**
   * Who asked when.
   *
   * @param process the event store that was asked, numbered from 1
   * @param invokedNs a moment before the event store was asked
   * @param completedNs a moment after it had answered
   */
  record Span(int process, long invokedNs, long completedNs) {

    /** Returns whether this had been answered before {@code other} was asked. */
    public boolean isBefore(Span other) {
      return completedNs < other.invokedNs;
    }
  }

  /** An append, and what its caller was told. */
  record Append(
      Span span,
      String stream,
      ExpectedVersion expected,
      List<EventId> events,
      AppendOutcome outcome)
      implements Operation {}

  /**
   * A load.
   *
   * @param read what was delivered, in the order of delivery; also where the load then failed
   */
  record Load(
      Span span, String stream, LoadOptions options, List<Delivered> read, ReadOutcome outcome)
      implements Operation {}

  /** An event as a load delivered it. */
  record Delivered(long version, EventId event) {}

  /**
   * A question for a stream's version.
   *
   * @param version the answer; 0 for no stream, and where there was no answer
   */
  record Head(Span span, String stream, long version, ReadOutcome outcome) implements Operation {}
}
