package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.AppendOutcome;
import dev.slicebench.conformance.history.AppendOutcome.Acknowledged;
import dev.slicebench.conformance.history.AppendOutcome.Conflict;
import dev.slicebench.conformance.history.AppendOutcome.Unknown;
import dev.slicebench.conformance.history.EventId;
import dev.slicebench.conformance.history.HistoryLine.Append;
import dev.slicebench.conformance.history.HistoryLine.Delivered;
import dev.slicebench.conformance.history.HistoryLine.Head;
import dev.slicebench.conformance.history.HistoryLine.Load;
import dev.slicebench.conformance.history.HistoryLine.Operation;
import dev.slicebench.conformance.history.ReadOutcome;
import dev.slicebench.store.Direction;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A history of one stream and few operations, explained by a search of all orders in which they can
 * have happened: what {@link Checker} does not do, and is held to.
 */
final class SmallHistory {

  private final List<Operation> operations;

  SmallHistory(List<Operation> operations) {
    this.operations = operations;
  }

  /** Returns whether a store that keeps its promises can have this history. */
  boolean isExplained() {
    return isExplained(0, List.of(), List.of(0L));
  }

  /**
   * Returns whether what is left can have happened behind what has.
   *
   * @param happened a bit for each operation that has
   * @param stored the events by then
   * @param versions the versions that the stream had by then
   */
  private boolean isExplained(int happened, List<EventId> stored, List<Long> versions) {
    boolean isOver = true;
    for (int i = 0; i < operations.size(); i++) {
      Operation next = operations.get(i);
      if ((happened & 1 << i) != 0) {
        continue;
      }
      isOver &= isOptional(next);
      if (isFirst(next, happened) && happens(next, happened | 1 << i, stored, versions)) {
        return true;
      }
    }
    return isOver;
  }

  /** Returns whether nothing has to have happened before it that has not. */
  private boolean isFirst(Operation next, int happened) {
    for (int i = 0; i < operations.size(); i++) {
      Operation other = operations.get(i);
      boolean isLeft = (happened & 1 << i) == 0 && !isOptional(other);
      if (isLeft && other.span().isBefore(next.span())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOptional(Operation operation) {
    if (operation instanceof Append append) {
      return !(append.outcome() instanceof Acknowledged || append.outcome() instanceof Conflict);
    }
    return operation instanceof Load load
        ? load.read().isEmpty() && !(load.outcome() instanceof ReadOutcome.Complete)
        : !(((Head) operation).outcome() instanceof ReadOutcome.Complete);
  }

  private boolean happens(Operation next, int happened, List<EventId> stored, List<Long> versions) {
    if (next instanceof Append append) {
      return happens(append, happened, stored, versions);
    }
    boolean isTrue =
        next instanceof Load load
            ? shows(load, stored)
            : !isOptional(next) && ((Head) next).version() == stored.size();
    return isTrue && isExplained(happened, stored, versions);
  }

  private static boolean shows(Load load, List<EventId> stored) {
    List<Delivered> answer = answer(load.options(), stored);
    return load.outcome() instanceof ReadOutcome.Complete
        ? answer.equals(load.read())
        : load.read().size() <= answer.size()
            && answer.subList(0, load.read().size()).equals(load.read());
  }

  /** Returns what a load of these events delivers. */
  static List<Delivered> answer(LoadOptions options, List<EventId> stored) {
    List<Delivered> read = new ArrayList<>();
    for (long i = options.from(); i <= Math.min(options.to(), stored.size()); i++) {
      read.add(new Delivered(i, stored.get((int) i - 1)));
    }
    if (options.direction() == Direction.BACKWARDS) {
      Collections.reverse(read);
    }
    return List.copyOf(read.subList(0, (int) Math.min(read.size(), options.maxCount())));
  }

  private boolean happens(Append append, int happened, List<EventId> stored, List<Long> versions) {
    AppendOutcome outcome = append.outcome();
    ExpectedVersion expected = append.expected();
    int size = append.events().size();
    boolean isMet = expected.isMetBy(stored.size());
    if (outcome instanceof Unknown) {
      return isMet && size > 0 && stores(append, happened, stored, versions);
    }
    if (outcome instanceof Conflict conflict) {
      return !isMet
          && !expected.isMetBy(conflict.actual())
          && !isRepeat(append, stored)
          && versions.contains(conflict.actual())
          && isExplained(happened, stored, versions);
    }
    if (!(outcome instanceof Acknowledged ok)) {
      return false;
    }
    long base = ok.result().nextExpectedVersion() - size;
    if (ok.result().createdStream() != (base == 0 && size > 0)) {
      return false;
    }
    if (isMet && base == stored.size() && stores(append, happened, stored, versions)) {
      return true;
    }
    boolean isNamed = named(expected) < 0 || named(expected) == base;
    return ok.result().repeat()
        && size > 0
        && isNamed
        && isStored(append.events(), base, stored)
        && isExplained(happened, stored, versions);
  }

  private boolean stores(Append append, int happened, List<EventId> stored, List<Long> versions) {
    List<EventId> more = new ArrayList<>(stored);
    more.addAll(append.events());
    List<Long> later = new ArrayList<>(versions);
    later.add((long) more.size());
    return isExplained(happened, more, later);
  }

  /** Returns whether the events are stored just where the append would have put them. */
  static boolean isRepeat(Append append, List<EventId> stored) {
    return !append.events().isEmpty()
        && isStored(append.events(), named(append.expected()), stored);
  }

  private static boolean isStored(List<EventId> events, long base, List<EventId> stored) {
    return base >= 0
        && base + events.size() <= stored.size()
        && stored.subList((int) base, (int) base + events.size()).equals(events);
  }

  /** Returns the version that the expectation names; -1 where it names none. */
  private static long named(ExpectedVersion expected) {
    if (expected instanceof ExpectedVersion.Exact exact) {
      return exact.version();
    }
    return expected instanceof ExpectedVersion.NoStream ? 0 : -1;
  }
}
