package dev.slicebench.cosmos.emulator;

import dev.slicebench.cosmos.wire.OperationKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/** The faults that an emulator injects; any thread may plan them. */
public final class Faults {

  private final Deque<Fault> planned = new ArrayDeque<>();

  public Faults() {}

  /** A fault that happens to a request. */
  public sealed interface Fault {

    /** Returns the kinds of operation that it may happen to. */
    Set<OperationKind> kinds();

    /**
     * It is answered with a status and nothing is done: 429, 449, 503 and the like.
     *
     * @param retryAfterMs what the answer asks the client to wait
     */
    record Refuse(Set<OperationKind> kinds, int status, int retryAfterMs) implements Fault {}

    /** The connection is cut, and nothing is done. */
    record CutBefore(Set<OperationKind> kinds) implements Fault {}

    /** It is done, and the connection is cut instead of an answer. */
    record CutAfter(Set<OperationKind> kinds) implements Fault {}
  }

  /** Plans a fault for the next requests that it fits, behind what is planned already. */
  public synchronized void next(int times, Fault fault) {
    for (int i = 0; i < times; i++) {
      planned.add(fault);
    }
  }

  /** Forgets what is planned. */
  public synchronized void clear() {
    planned.clear();
  }

  /** Returns how many are still planned. */
  public synchronized int left() {
    return planned.size();
  }

  /** Takes the first fault that fits. */
  public synchronized Optional<Fault> take(OperationKind kind) {
    for (Iterator<Fault> all = planned.iterator(); all.hasNext(); ) {
      Fault fault = all.next();
      if (fault.kinds().contains(kind)) {
        all.remove();
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
