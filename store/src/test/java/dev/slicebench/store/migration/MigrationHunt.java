package dev.slicebench.store.migration;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.Json;
import dev.slicebench.store.MemoryStateStore;
import dev.slicebench.store.ModeMismatchException;
import dev.slicebench.store.ModeUnavailableException;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreUnavailableException;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Kills a migration at every call, before it was carried out or after, lets writers and readers of
 * both modes come, and resumes it; and lets the writers come in the midst of one that goes on. What
 * was acknowledged must be in the stream once, in order.
 */
public final class MigrationHunt implements UnaryOperator<String> {

  static final String NOTHING = "nothing found";
  private static final int MORE_THAN_A_SLICE = 51;
  private static final int MORE_CALLS_THAN_ANY = 200;

  /** Who comes, and what it does at which store instance. */
  private enum Visitor {
    /** An instance of the old mode that remembers the version. */
    OLD_REMEMBERING,
    /** One that has an older version in mind. */
    OLD_LATE,
    OLD_FRESH,
    NEW_FRESH,
    BOTH
  }

  /**
   * Hunts.
   *
   * @param way two modes with a blank between
   * @return what was found
   */
  @Override
  public String apply(String way) {
    int blank = way.indexOf(' ');
    return hunt(
        SliceMode.valueOf(way.substring(0, blank)), SliceMode.valueOf(way.substring(blank + 1)));
  }

  static String hunt(SliceMode from, SliceMode to) {
    for (boolean deletesOld : List.of(false, true)) {
      for (boolean hadEarlierLife : List.of(false, true)) {
        for (Visitor visitor : Visitor.values()) {
          for (Fault fault : Fault.values()) {
            boolean reached = true;
            for (int at = 0; reached && at < MORE_CALLS_THAN_ANY; at++) {
              Case one = new Case(from, to, deletesOld, hadEarlierLife, visitor, fault, at);
              try {
                reached = one.run();
              } catch (AssertionError | EventStoreException e) {
                return one + ": " + e;
              }
            }
            if (reached) {
              return "a migration without end";
            }
          }
        }
      }
    }
    return NOTHING;
  }

  private enum Fault {
    DIES_BEFORE,
    DIES_AFTER,
    LOSES_THE_ANSWER,
    NONE
  }

  private record Case(
      SliceMode from,
      SliceMode to,
      boolean deletesOld,
      boolean hadEarlierLife,
      Visitor visitor,
      Fault fault,
      int at) {

    /** Whether the migration came as far as the call in question. */
    boolean run() {
      Life life = new Life(this);
      life.begin();
      boolean reached = life.migrateWithFault();
      life.resume();
      life.check();
      return reached;
    }
  }

  /** One stream, and what it was told. */
  private static final class Life {

    private final Case one;
    private final MemoryStateStore state = new MemoryStateStore();
    private final List<String> acknowledged = new ArrayList<>();
    private @Nullable BlockingEventStore late;
    private @Nullable BlockingEventStore remembering;

    Life(Case one) {
      this.one = one;
    }

    private BlockingEventStore open(SliceMode mode) {
      return DaprEventStore.builder(state, MemoryStateStore.PROFILE, mode).build().blocking();
    }

    void begin() {
      if (one.hadEarlierLife) {
        append(open(one.to), 2);
        move(one.to, one.from);
        append(open(one.from), 1);
      }
      late = open(one.from);
      boolean isCopiedByEvent = one.to == SliceMode.OFF || one.to == SliceMode.OFF_AND_SHARED_ALL;
      append(late, isCopiedByEvent ? 2 : MORE_THAN_A_SLICE);
      remembering = open(one.from);
      append(remembering, 1);
    }

    private void move(SliceMode from, SliceMode to) {
      StreamMigration.Builder way =
          StreamMigration.builder(state, MemoryStateStore.PROFILE, from, to);
      if (one.deletesOld) {
        way.deleteOld();
      }
      way.build().move("s").block();
    }

    boolean migrateWithFault() {
      int[] calls = {0};
      boolean[] visiting = {false};
      state.faults =
          new MemoryStateStore.Faults() {
            @Override
            public @Nullable StateStoreException before(String call) {
              if (visiting[0]) {
                return null;
              }
              int now = calls[0]++;
              if (now == one.at && one.fault == Fault.NONE) {
                visiting[0] = true;
                visit();
                visiting[0] = false;
              }
              boolean dead =
                  (one.fault == Fault.DIES_BEFORE && now >= one.at)
                      || (one.fault == Fault.DIES_AFTER && now > one.at);
              return dead ? new StateStoreException(Kind.INVALID, "dead", null) : null;
            }

            @Override
            public @Nullable StateStoreException after(String call) {
              int now = calls[0] - 1;
              if (visiting[0] || now != one.at) {
                return null;
              }
              return one.fault == Fault.DIES_AFTER
                  ? new StateStoreException(Kind.INVALID, "dead", null)
                  : one.fault == Fault.LOSES_THE_ANSWER
                      ? new StateStoreException(Kind.UNAVAILABLE, "lost", null)
                      : null;
            }
          };
      try {
        move(one.from, one.to);
      } catch (StoreUnavailableException | ModeUnavailableException e) {
        // Died.
      } finally {
        state.faults = new MemoryStateStore.Faults() {};
      }
      if (one.fault != Fault.NONE) {
        visit();
      }
      return calls[0] > one.at;
    }

    private void visit() {
      read(one.from);
      read(one.to);
      switch (one.visitor) {
        case OLD_REMEMBERING -> append(requireOpen(remembering), 2);
        case OLD_LATE -> append(requireOpen(late), 1);
        case OLD_FRESH -> append(open(one.from), 2);
        case NEW_FRESH -> append(open(one.to), 2);
        case BOTH -> {
          append(open(one.to), 1);
          append(requireOpen(remembering), 1);
          append(open(one.to), 2);
        }
      }
      read(one.from);
      read(one.to);
    }

    private static BlockingEventStore requireOpen(@Nullable BlockingEventStore store) {
      if (store == null) {
        throw new IllegalStateException();
      }
      return store;
    }

    /** A mode shows the whole stream, or refuses; it never shows less. */
    private void read(SliceMode mode) {
      read(mode, open(mode));
    }

    private void read(SliceMode mode, BlockingEventStore store) {
      try {
        List<String> ids = store.load("s").stream().map(RecordedEvent::id).toList();
        if (!ids.equals(acknowledged)) {
          throw new AssertionError(mode + " shows " + ids.size() + " of " + acknowledged.size());
        }
      } catch (ModeMismatchException e) {
        // Refused.
      }
    }

    private void append(BlockingEventStore store, int count) {
      List<EventData> events =
          IntStream.range(0, count).mapToObj(i -> EventData.of("e", Json.of(i))).toList();
      try {
        AppendResult result = store.append("s", ExpectedVersion.any(), events);
        events.forEach(event -> acknowledged.add(event.id()));
        if (result.nextExpectedVersion() != acknowledged.size()) {
          throw new AssertionError(
              "version " + result.nextExpectedVersion() + " after " + acknowledged.size());
        }
      } catch (ModeMismatchException e) {
        // Refused.
      }
    }

    void resume() {
      move(one.from, one.to);
    }

    void check() {
      List<String> ids = open(one.to).load("s").stream().map(RecordedEvent::id).toList();
      if (!ids.equals(acknowledged)) {
        throw new AssertionError(ids.size() + " events of " + acknowledged.size());
      }
      int before = acknowledged.size();
      append(open(one.from), 1);
      append(requireOpen(remembering), 1);
      append(requireOpen(late), 1);
      if (acknowledged.size() != before) {
        throw new AssertionError("the old mode still takes events");
      }
      append(open(one.to), 2);
      if (acknowledged.size() != before + 2) {
        throw new AssertionError("the new mode takes none");
      }
      read(one.from, requireOpen(remembering));
      read(one.from, requireOpen(late));
    }
  }
}
