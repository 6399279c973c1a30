package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.AppendOutcome;
import dev.slicebench.conformance.history.EventId;
import dev.slicebench.conformance.history.HistoryLine;
import dev.slicebench.conformance.history.HistoryLine.Append;
import dev.slicebench.conformance.history.HistoryLine.Delivered;
import dev.slicebench.conformance.history.HistoryLine.End;
import dev.slicebench.conformance.history.HistoryLine.Head;
import dev.slicebench.conformance.history.HistoryLine.Load;
import dev.slicebench.conformance.history.HistoryLine.Operation;
import dev.slicebench.conformance.history.ReadOutcome;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.Direction;
import dev.slicebench.store.ExpectedVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;

/** Plants an anomaly in the last operations of a sound {@link ModelHistory}. */
public final class AnomalyInjector {

  /** Steps of the rest, in their order. */
  private static final int HEAD = 0;

  private static final int APPEND_X = 1;
  private static final int LOAD_X = 2;
  private static final int APPEND_Y = 3;
  private static final int LOAD_Y = 4;
  private static final int HEAD_Y = 5;
  private static final int LOAD_BACK = 6;
  private static final int LOAD_TAIL = 7;
  private static final int STEPS = 8;

  /** More than any history has unknown outcomes. */
  private static final int FAILED_TRIES = 200;

  private final List<HistoryLine> lines;
  private final int rest;
  private final long x;
  private final long y;

  private AnomalyInjector(List<HistoryLine> sound) {
    lines = new ArrayList<>(sound);
    lines.remove(lines.size() - 1);
    rest = lines.size() - STEPS;
    x = told(APPEND_X);
    y = told(APPEND_Y);
  }

  /** The history with the anomaly planted; empty where this history has no place for it. */
  public static Optional<List<HistoryLine>> plant(Anomaly anomaly, List<HistoryLine> sound) {
    AnomalyInjector plant = new AnomalyInjector(sound);
    boolean isQuiet =
        plant.y - plant.x == 2
            && plant.load(LOAD_BACK).read().size() == plant.y
            && plant.load(LOAD_TAIL).options().from() == Math.max(1, plant.y - 3)
            && plant.load(LOAD_TAIL).read().size() == Math.min(4, plant.y);
    if (!isQuiet) {
      // Something late landed between.
      return Optional.empty();
    }
    boolean planted = plant.plant(anomaly);
    List<HistoryLine> lines = plant.lines;
    long operations = lines.stream().filter(Operation.class::isInstance).count();
    lines.add(new End(operations));
    return planted ? Optional.of(lines) : Optional.empty();
  }

  private boolean plant(Anomaly anomaly) {
    switch (anomaly) {
      case LOST_APPEND -> hideY(LOAD_Y, HEAD_Y, LOAD_BACK, LOAD_TAIL);
      case VANISHED_EVENT -> hideY(HEAD_Y, LOAD_BACK, LOAD_TAIL);
      case ABORTED_READ -> {
        told(APPEND_Y, new AppendOutcome.Unknown("lost"));
        hideY(HEAD_Y, LOAD_BACK, LOAD_TAIL);
      }
      case PHANTOM_APPEND -> told(APPEND_Y, new AppendOutcome.Refused("away"));
      case ALIEN_EVENT -> lines.remove(rest + APPEND_Y);
      case DUPLICATE ->
          read(LOAD_Y, read -> with(read, read.size(), new Delivered(y + 1, read.get(0).event())));
      case TORN_BATCH -> {
        swap(x, x + 1, LOAD_Y, LOAD_BACK, LOAD_TAIL);
        lines.remove(rest + LOAD_X);
      }
      case FRACTURED_READ -> hide(version -> version == y, LOAD_Y);
      case GAP -> hide(version -> version == x, LOAD_Y);
      case UNORDERED_LOAD -> read(LOAD_Y, read -> swapped(read, read.size() - 1, read.size() - 2));
      case WRONG_RANGE -> {
        Load tail = load(LOAD_TAIL);
        long before = tail.options().from() - 1;
        if (before < 1) {
          return false;
        }
        EventId event = load(LOAD_Y).read().get((int) before - 1).event();
        read(LOAD_TAIL, read -> with(read, 0, new Delivered(before, event)));
      }
      case DIVERGENT_READS -> swap(x - 1, y - 1, LOAD_BACK);
      case WRONG_VERSION -> told(APPEND_X, success(x + 1));
      case TWO_APPENDS_AT_ONE_VERSION -> told(APPEND_Y, success(x));
      case REORDER -> {
        expect(APPEND_Y, ExpectedVersion.any());
        told(APPEND_X, success(y));
        told(APPEND_Y, success(x));
        swap(x - 1, y - 1, LOAD_Y, LOAD_BACK, LOAD_TAIL);
        swap(x, y, LOAD_Y, LOAD_BACK, LOAD_TAIL);
        lines.remove(rest + LOAD_X);
      }
      case STALE_READ -> hideY(LOAD_Y);
      case NON_MONOTONIC_READ -> hideY(LOAD_BACK);
      case NON_MONOTONIC_HEAD -> head(HEAD_Y, ((Head) lines.get(rest + HEAD)).version());
      case HEAD_BEYOND_EVENTS -> head(HEAD_Y, y + 3);
      case FALSE_CONFLICT -> {
        expect(APPEND_Y, ExpectedVersion.any());
        told(APPEND_Y, new AppendOutcome.Conflict(x));
        hideY(LOAD_Y, HEAD_Y, LOAD_BACK, LOAD_TAIL);
      }
      case WRONG_ACTUAL -> told(APPEND_Y, new AppendOutcome.Conflict(x));
      case WRONG_FLAG ->
          told(APPEND_Y, new AppendOutcome.Acknowledged(new AppendResult(y, true, false)));
      case WEDGED -> wedge();
      case UNREADABLE -> fail(LOAD_Y, LOAD_BACK, LOAD_TAIL);
    }
    return true;
  }

  private Append append(int step) {
    return (Append) lines.get(rest + step);
  }

  private Load load(int step) {
    return (Load) lines.get(rest + step);
  }

  private long told(int step) {
    return append(step).outcome() instanceof AppendOutcome.Acknowledged ok
        ? ok.result().nextExpectedVersion()
        : 0;
  }

  private static AppendOutcome success(long version) {
    return new AppendOutcome.Acknowledged(new AppendResult(version, version == 2, false));
  }

  private void told(int step, AppendOutcome outcome) {
    Append old = append(step);
    lines.set(
        rest + step, new Append(old.span(), old.stream(), old.expected(), old.events(), outcome));
  }

  private void expect(int step, ExpectedVersion expected) {
    Append old = append(step);
    lines.set(
        rest + step, new Append(old.span(), old.stream(), expected, old.events(), old.outcome()));
  }

  private void head(int step, long version) {
    Head old = (Head) lines.get(rest + step);
    lines.set(rest + step, new Head(old.span(), old.stream(), version, old.outcome()));
  }

  private void read(int step, UnaryOperator<List<Delivered>> change) {
    Load old = load(step);
    lines.set(
        rest + step,
        new Load(old.span(), old.stream(), old.options(), change.apply(old.read()), old.outcome()));
  }

  private void fail(int... steps) {
    for (int step : steps) {
      Load old = load(step);
      lines.set(
          rest + step,
          new Load(
              old.span(),
              old.stream(),
              old.options(),
              List.of(),
              new ReadOutcome.Failed("corrupt")));
    }
  }

  private void hideY(int... steps) {
    for (int step : steps) {
      if (step == HEAD_Y) {
        head(step, x);
      } else {
        hide(version -> version > x, step);
      }
    }
  }

  private void hide(LongPredicate hidden, int step) {
    read(step, read -> read.stream().filter(event -> !hidden.test(event.version())).toList());
  }

  /** Each of the two events stands where the other one stood. */
  private void swap(long one, long other, int... steps) {
    for (int step : steps) {
      read(
          step,
          read -> {
            boolean back = load(step).options().direction() == Direction.BACKWARDS;
            long first = load(step).options().from();
            int i = (int) (back ? y - one : one - first);
            int j = (int) (back ? y - other : other - first);
            List<Delivered> swapped = new ArrayList<>(read);
            swapped.set(i, new Delivered(read.get(i).version(), read.get(j).event()));
            swapped.set(j, new Delivered(read.get(j).version(), read.get(i).event()));
            return swapped;
          });
    }
  }

  private static List<Delivered> swapped(List<Delivered> read, int i, int j) {
    List<Delivered> swapped = new ArrayList<>(read);
    Collections.swap(swapped, i, j);
    return swapped;
  }

  private static List<Delivered> with(List<Delivered> read, int at, Delivered more) {
    List<Delivered> longer = new ArrayList<>(read);
    longer.add(at, more);
    return longer;
  }

  private void wedge() {
    Append old = append(APPEND_Y);
    hideY(LOAD_Y, HEAD_Y, LOAD_BACK, LOAD_TAIL);
    lines.remove(rest + APPEND_Y);
    for (int i = 0; i < FAILED_TRIES; i++) {
      lines.add(
          rest + APPEND_Y,
          new Append(
              old.span(),
              old.stream(),
              old.expected(),
              List.of(new EventId(2, i, 0)),
              new AppendOutcome.Refused("away")));
    }
  }
}
