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
import dev.slicebench.conformance.history.HistoryLine.Span;
import dev.slicebench.conformance.history.ReadOutcome;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.Direction;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;

/** Plants a violation of a sentence in the last operations of a sound {@link ModelHistory}. */
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

  /** A version that no history reaches. */
  private static final long FAR = 1_000_000;

  /** More than any history has unknown outcomes. */
  private static final int FAILED_TRIES = 200;

  private final List<HistoryLine> lines;
  private final int rest;
  private final long x;
  private final long y;
  private final Span afterAll;

  /** Of two ways to break a sentence, the other one. */
  private final boolean otherwise;

  private AnomalyInjector(List<HistoryLine> sound) {
    lines = new ArrayList<>(sound);
    lines.remove(lines.size() - 1);
    rest = lines.size() - STEPS;
    x = told(APPEND_X);
    y = told(APPEND_Y);
    otherwise = lines.size() % 2 == 0;
    Span last = load(LOAD_TAIL).span();
    afterAll = new Span(last.process(), last.completedNs() + 1, last.completedNs() + 2);
  }

  /** The history with the sentence broken; empty where this history has no place for it. */
  public static Optional<List<HistoryLine>> plant(Sentence broken, List<HistoryLine> sound) {
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
    boolean planted = plant.plant(broken);
    List<HistoryLine> lines = plant.lines;
    long operations = lines.stream().filter(Operation.class::isInstance).count();
    lines.add(new End(operations));
    return planted ? Optional.of(lines) : Optional.empty();
  }

  private boolean plant(Sentence broken) {
    switch (broken) {
      case STANDS_WHOLE -> {
        swap(x, x + 1, LOAD_Y, LOAD_BACK, LOAD_TAIL);
        lines.remove(rest + LOAD_X);
      }
      case STANDS_AT_ONE_PLACE -> {
        expect(APPEND_Y, ExpectedVersion.any());
        told(APPEND_Y, new AppendOutcome.Unknown("lost"));
        List<EventId> events = append(APPEND_Y).events();
        keepUntil(LOAD_Y);
        add(loadOf(y, events.get(0)));
        add(loadOf(x + 1, events.get(1)));
      }
      case STANDS_ONCE ->
          read(
              LOAD_Y,
              read ->
                  with(read, read.size(), new Delivered(y + 1, append(APPEND_Y).events().get(0))));
      case STANDS_WHERE_EXPECTED -> {
        told(APPEND_Y, new AppendOutcome.Unknown("lost"));
        expect(APPEND_Y, elsewhere());
      }
      case STANDS_BEHIND_WHAT_WAS_TOLD -> {
        expect(APPEND_Y, ExpectedVersion.any());
        told(APPEND_X, success(y));
        told(APPEND_Y, success(x));
        swap(x - 1, y - 1, LOAD_Y, LOAD_BACK, LOAD_TAIL);
        swap(x, y, LOAD_Y, LOAD_BACK, LOAD_TAIL);
        lines.remove(rest + LOAD_X);
      }
      case STAYS -> {
        told(APPEND_Y, new AppendOutcome.Unknown("lost"));
        hideY(HEAD_Y, LOAD_BACK, LOAD_TAIL);
      }
      case OK_AS_EXPECTED -> expect(APPEND_Y, elsewhere());
      case OK_IN_REACH -> told(APPEND_Y, success(FAR));
      case OK_WHERE_IT_STANDS -> told(APPEND_X, success(x + 1));
      case OK_IS_STORED -> hideY(LOAD_Y, HEAD_Y, LOAD_BACK, LOAD_TAIL);
      case OK_STAYS -> hideY(HEAD_Y, LOAD_BACK, LOAD_TAIL);
      case OK_ALONE -> told(APPEND_Y, success(x));
      case OK_CREATED -> told(APPEND_Y, acknowledged(y, true, false));
      case OK_REPEAT -> {
        if (otherwise) {
          told(APPEND_Y, new AppendOutcome.Unknown("lost"));
        }
        add(againY(acknowledged(y, false, false)));
      }
      case CONFLICT_NOT_WITH_ANY -> {
        expect(APPEND_Y, ExpectedVersion.any());
        told(APPEND_Y, new AppendOutcome.Conflict(x));
        hideY(LOAD_Y, HEAD_Y, LOAD_BACK, LOAD_TAIL);
      }
      case CONFLICT_NOT_WITH_EXISTING ->
          add(another(ExpectedVersion.streamExists(), 1, new AppendOutcome.Conflict(0)));
      case CONFLICT_HAS_A_CAUSE -> beforeY(ExpectedVersion.exact(x), new AppendOutcome.Conflict(0));
      case CONFLICT_NOT_WITH_ITSELF -> {
        if (otherwise) {
          told(APPEND_Y, new AppendOutcome.Unknown("lost"));
        }
        add(againY(new AppendOutcome.Conflict(y)));
      }
      case ACTUAL_IS_NOT_EXPECTED -> told(APPEND_Y, new AppendOutcome.Conflict(x));
      case ACTUAL_IN_REACH -> beforeY(ExpectedVersion.exact(y + 1), new AppendOutcome.Conflict(y));
      case ACTUAL_ENDS_AN_APPEND ->
          add(another(ExpectedVersion.exact(y + 1), 1, new AppendOutcome.Conflict(y - 1)));
      case ACTUAL_STAYS -> {
        Span span = load(LOAD_Y).span();
        AppendOutcome ahead = new AppendOutcome.Conflict(y + 1);
        lines.set(rest + LOAD_Y, another(span, ExpectedVersion.exact(y + 2), 1, ahead));
      }
      case REFUSED_IS_NOT_STORED -> {
        told(APPEND_Y, new AppendOutcome.Refused("away"));
        if (otherwise) {
          add(againY(acknowledged(y, false, true)));
        }
      }
      case EMPTY_AS_EXPECTED ->
          add(another(ExpectedVersion.exact(y + 1), 0, acknowledged(y, false, false)));
      case EMPTY_CREATES_NOTHING ->
          add(another(ExpectedVersion.any(), 0, acknowledged(y, true, false)));
      case LOAD_SHOWS_WHAT_WAS_SENT -> lines.remove(rest + APPEND_Y);
      case LOAD_IN_RANGE -> {
        Load tail = load(LOAD_TAIL);
        long before = tail.options().from() - 1;
        if (before < 1) {
          return false;
        }
        EventId event = load(LOAD_Y).read().get((int) before - 1).event();
        read(LOAD_TAIL, read -> with(read, 0, new Delivered(before, event)));
      }
      case LOAD_IN_ORDER -> read(LOAD_Y, read -> swapped(read, read.size() - 1, read.size() - 2));
      case LOAD_WITHOUT_GAP -> hide(version -> version == x, LOAD_Y);
      case LOAD_AS_OTHERS -> swap(x - 1, y - 1, LOAD_BACK);
      case LOAD_OF_WHOLE_APPENDS -> hide(version -> version == y, LOAD_Y);
      case LOAD_SHOWS_WHAT_WAS_TOLD -> {
        if (otherwise) {
          lines.set(rest + LOAD_Y, failed(rest + LOAD_BACK, load(LOAD_Y).span()));
        }
        hideY(LOAD_Y);
      }
      case LOAD_SHOWS_WHAT_WAS_LOADED -> hideY(LOAD_BACK);
      case LOAD_IN_REACH -> add(loadOf(FAR, append(APPEND_Y).events().get(0)));
      case HEAD_SHOWS_WHAT_WAS_TOLD, HEAD_SHOWS_WHAT_WAS_LOADED ->
          head(HEAD_Y, ((Head) lines.get(rest + HEAD)).version());
      case HEAD_IN_REACH -> head(otherwise ? HEAD : HEAD_Y, otherwise ? y : FAR);
      case HEAD_STAYS -> head(HEAD_Y, y + 1);
      case HEAD_ENDS_AN_APPEND -> head(HEAD_Y, y - 1);
      case REST_APPENDABLE -> wedge();
      case REST_READABLE -> fail(LOAD_Y, LOAD_BACK, LOAD_TAIL);
    }
    return true;
  }

  /** A version that append y does not stand behind. */
  private ExpectedVersion elsewhere() {
    return otherwise ? ExpectedVersion.exact(x - 1) : ExpectedVersion.noStream();
  }

  /** A load like another one, which fails at its end. */
  private Load failed(int line, Span span) {
    Load like = (Load) lines.get(line);
    return new Load(
        span, like.stream(), like.options(), like.read(), new ReadOutcome.Failed("away"));
  }

  private void keepUntil(int step) {
    lines.subList(rest + step, lines.size()).clear();
  }

  private void add(Operation last) {
    lines.add(last);
  }

  private Load loadOf(long version, EventId event) {
    return new Load(
        afterAll,
        ModelHistory.STREAM,
        LoadOptions.from(version).withTo(version),
        List.of(new Delivered(version, event)),
        new ReadOutcome.Complete());
  }

  private Append againY(AppendOutcome outcome) {
    Append first = append(APPEND_Y);
    return new Append(afterAll, first.stream(), first.expected(), first.events(), outcome);
  }

  private Append another(ExpectedVersion expected, int events, AppendOutcome outcome) {
    return another(afterAll, expected, events, outcome);
  }

  private static Append another(
      Span span, ExpectedVersion expected, int events, AppendOutcome outcome) {
    List<EventId> sent = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      sent.add(new EventId(2, i, 0));
    }
    return new Append(span, ModelHistory.STREAM, expected, sent, outcome);
  }

  /** Another append, which is over before append y begins. */
  private void beforeY(ExpectedVersion expected, AppendOutcome outcome) {
    long atNs = append(APPEND_Y).span().invokedNs() - 1;
    lines.add(rest + APPEND_Y, another(new Span(1, atNs, atNs), expected, 1, outcome));
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
    return acknowledged(version, version == 2, false);
  }

  private static AppendOutcome acknowledged(long version, boolean created, boolean repeat) {
    return new AppendOutcome.Acknowledged(new AppendResult(version, created, repeat));
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
      long invokedNs = old.span().invokedNs() + 2L * i;
      lines.add(
          rest + APPEND_Y,
          new Append(
              new Span(old.span().process(), invokedNs, invokedNs + 1),
              old.stream(),
              old.expected(),
              List.of(new EventId(2, i, 0)),
              new AppendOutcome.Refused("away")));
    }
  }
}
