package dev.slicebench.store.interleaving;

import dev.slicebench.store.EventData;
import dev.slicebench.store.interleaving.Anomaly.Kind;
import dev.slicebench.store.interleaving.Memory.Alone;
import dev.slicebench.store.interleaving.Observation.Acknowledged;
import dev.slicebench.store.interleaving.Observation.Broken;
import dev.slicebench.store.interleaving.Observation.Conflict;
import dev.slicebench.store.interleaving.Observation.Head;
import dev.slicebench.store.interleaving.Observation.Loaded;
import dev.slicebench.store.interleaving.Observation.Unwritten;
import dev.slicebench.store.interleaving.State.Actor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What a store promises, held against states; each method throws an {@link Anomaly}. */
final class Promises {

  private static final List<Script> FRESH_WRITERS =
      IntStream.rangeClosed(1, 3).mapToObj(count -> Script.of("fresh", 0).any(count)).toList();

  private final List<List<String>> appends;

  Promises(Scenario scenario) {
    this.appends =
        scenario.appends().stream()
            .map(events -> events.stream().map(EventData::id).toList())
            .toList();
  }

  /** Through a step, what was in the stream stays, and what is told of it is true. */
  void checkStep(State before, State after) {
    requireGrown(before.memory(), after.memory());
    for (int i = 0; i < after.actors().size(); i++) {
      Actor process = before.actors().get(i);
      List<Observation> observed = after.actors().get(i).observed();
      for (Observation news : observed.subList(process.observed().size(), observed.size())) {
        checkNews(news, process.beganAt(), after.memory().stream());
      }
    }
  }

  /**
   * What was told is in the stream, or not in it. And at rest a fresh writer of one, two or three
   * events succeeds, and neither it nor what comes late after it breaks anything.
   */
  void checkState(State state) {
    check(state.actors(), state.memory());
    if (state.isAtRest()) {
      checkAtRest(state);
    }
  }

  private void checkAtRest(State state) {
    for (Script writer : FRESH_WRITERS) {
      Alone wrote = state.memory().alone(writer);
      if (!(wrote.observed().get(0) instanceof Acknowledged)) {
        throw new Anomaly(Kind.WEDGED, writer + " is told " + wrote.observed());
      }
      List<Actor> actors = new ArrayList<>(state.actors());
      actors.add(new Actor(null, wrote.observed(), 0));
      Memory memory = wrote.after();
      requireKept(actors, state.memory(), memory, () -> "at rest, after " + writer);
      for (Call late : state.late()) {
        Memory next = memory.after(late).after();
        requireKept(actors, memory, next, () -> "at rest, after " + writer + " and, late, " + late);
        memory = next;
      }
    }
  }

  private void requireKept(List<Actor> actors, Memory before, Memory after, Supplier<String> when) {
    try {
      check(actors, after);
      requireGrown(before, after);
    } catch (Anomaly anomaly) {
      throw new Anomaly(anomaly.kind(), anomaly.getMessage() + "; " + when.get());
    }
  }

  private void check(List<Actor> processes, Memory memory) {
    List<String> stream = memory.stream();
    for (Actor process : processes) {
      process.observed().forEach(told -> checkTold(told, stream));
    }
    for (List<String> append : appends) {
      int at = Collections.indexOfSubList(stream, append);
      if (at < 0 && !Collections.disjoint(stream, append)) {
        throw new Anomaly(Kind.TORN, "an append is in the stream in part");
      }
    }
  }

  private static void checkTold(Observation told, List<String> stream) {
    if (told instanceof Acknowledged done) {
      int end = (int) done.version();
      int start = end - done.ids().size();
      if (end > stream.size() || !stream.subList(start, end).equals(done.ids())) {
        throw new Anomaly(
            Kind.LOST,
            "acknowledged as versions "
                + (start + 1)
                + " to "
                + end
                + ", the stream has "
                + stream.size()
                + " events and others there");
      }
    }
    if ((told instanceof Conflict conflict && !Collections.disjoint(stream, conflict.ids()))
        || (told instanceof Unwritten unwritten
            && !Collections.disjoint(stream, unwritten.ids()))) {
      throw new Anomaly(Kind.REFUSED_YET_STORED, told.toString());
    }
    if (told instanceof Broken) {
      throw new Anomaly(Kind.BROKEN, told.toString());
    }
  }

  private static void checkNews(Observation news, int beganAt, List<String> stream) {
    if (news instanceof Loaded loaded) {
      if (loaded.ids().size() < beganAt || !isPrefix(loaded.ids(), stream)) {
        throw new Anomaly(
            Kind.WRONG_READ,
            "began at version " + beganAt + ", read " + loaded.ids() + " of " + stream);
      }
    }
    if (news instanceof Head head && (head.version() < beganAt || head.version() > stream.size())) {
      throw new Anomaly(
          Kind.WRONG_READ,
          head + ", the stream was at " + beganAt + " before and is at " + stream.size());
    }
    if (news instanceof Conflict conflict
        && conflict.expected() == beganAt
        && conflict.expected() == stream.size()) {
      throw new Anomaly(Kind.FALSE_CONFLICT, "the stream was at the expected version throughout");
    }
  }

  private static void requireGrown(Memory before, Memory after) {
    if (!isPrefix(before.stream(), after.stream())) {
      throw new Anomaly(
          Kind.REWRITTEN, "the stream was " + before.stream() + " and is " + after.stream());
    }
  }

  private static boolean isPrefix(List<String> start, List<String> stream) {
    return start.size() <= stream.size() && stream.subList(0, start.size()).equals(start);
  }
}
