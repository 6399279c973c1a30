package dev.slicebench.store.interleaving;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes every step from every state of a scenario, the states nearest to its start first, and each
 * state once: whichever way led there, the same can follow. So a found anomaly has a shortest
 * schedule.
 */
final class Search {

  private final Interleavings interleavings;
  private final Promises promises;
  private final Witness witness;
  private final int maxStates;
  private final Map<State, Visit> visits = new HashMap<>();

  /**
   * A search of one scenario.
   *
   * @param maxStates how many states it may meet
   */
  Search(World world, Scenario scenario, int maxStates) {
    this.interleavings = new Interleavings(world, scenario);
    this.promises = new Promises(scenario);
    this.witness = new Witness(scenario);
    this.maxStates = maxStates;
  }

  /**
   * What an exhausted search met.
   *
   * @param states different ones
   * @param schedules different sequences of steps from the start until nothing is left to happen
   * @param ends the states where nothing is left to happen
   */
  record Exhausted(int states, long schedules, List<State> ends) {}

  /**
   * Searches until every state was met.
   *
   * @throws Anomaly the first that is met, with its schedule
   * @throws IllegalStateException if there are more states than allowed
   */
  Exhausted run() {
    Visit start = new Visit(interleavings.start(), null, null);
    visits.put(start.state, start);
    Deque<Visit> open = new ArrayDeque<>(List.of(start));
    List<State> ends = new ArrayList<>();
    while (!open.isEmpty()) {
      Visit visit = open.remove();
      List<Step> steps = interleavings.steps(visit.state);
      if (steps.isEmpty()) {
        ends.add(visit.state);
      }
      for (Step step : steps) {
        visit.next.add(follow(visit, step, open));
      }
    }
    return new Exhausted(visits.size(), start.schedules(), ends);
  }

  private Visit follow(Visit from, Step step, Deque<Visit> open) {
    try {
      State state = interleavings.after(from.state, step);
      promises.checkStep(from.state, state);
      Visit known = visits.get(state);
      if (known != null) {
        return known;
      }
      promises.checkState(state);
      if (visits.size() == maxStates) {
        throw new IllegalStateException("more than " + maxStates + " states: not exhausted");
      }
      Visit met = new Visit(state, from, step);
      visits.put(state, met);
      open.add(met);
      return met;
    } catch (Anomaly anomaly) {
      throw witness.tell(anomaly, schedule(from, step));
    }
  }

  private List<String> schedule(Visit last, Step step) {
    List<String> lines = new ArrayList<>();
    lines.add(interleavings.describe(last.state, step));
    for (Visit visit = last; visit.before != null && visit.step != null; visit = visit.before) {
      lines.add(interleavings.describe(visit.before.state, visit.step));
    }
    Collections.reverse(lines);
    return lines;
  }

  /** A state, how it was first come to, and what it leads to. */
  private static final class Visit {

    private final State state;
    private final @Nullable Visit before;
    private final @Nullable Step step;
    private final List<Visit> next = new ArrayList<>();
    private long schedules;

    Visit(State state, @Nullable Visit before, @Nullable Step step) {
      this.state = state;
      this.before = before;
      this.step = step;
    }

    /** How many schedules lead on from here; steps never lead back. */
    long schedules() {
      if (schedules == 0) {
        schedules = next.isEmpty() ? 1 : next.stream().mapToLong(Visit::schedules).sum();
      }
      return schedules;
    }
  }
}
