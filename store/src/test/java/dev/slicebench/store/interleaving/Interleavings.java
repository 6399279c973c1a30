package dev.slicebench.store.interleaving;

import dev.slicebench.store.interleaving.Memory.CarriedOut;
import dev.slicebench.store.interleaving.State.Actor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What can happen to a subject in a scenario: where it starts, and what each step leads to. */
final class Interleavings {

  private final World world;
  private final Scenario scenario;

  Interleavings(World world, Scenario scenario) {
    this.world = world;
    this.scenario = scenario;
  }

  /** Before anything happens. */
  State start() {
    Memory memory = world.empty();
    if (scenario.initial() > 0) {
      memory = memory.alone(Script.of("initial", 0).exactly(scenario.initial())).after();
    }
    List<Actor> processes = new ArrayList<>();
    for (Script script : scenario.scripts()) {
      processes.add(Actor.at(world.start(script), scenario.initial()));
    }
    return new State(
        memory, List.copyOf(processes), List.of(), scenario.lostAnswers(), scenario.deaths());
  }

  /**
   * What can happen next. That a process dies is left out where it is only reading: nobody can tell
   * that from its death at its write before.
   */
  List<Step> steps(State state) {
    List<Step> steps = new ArrayList<>();
    for (int process = 0; process < state.processes().size(); process++) {
      List<Call> waiting = state.processes().get(process).waiting();
      for (int call = 0; call < waiting.size(); call++) {
        steps.add(new Step.CarryOut(process, call));
        if (state.lostAnswers() > 0) {
          steps.add(new Step.LoseAnswer(process, call));
        }
      }
      if (state.deaths() > 0 && waiting.stream().anyMatch(Call::writes)) {
        steps.add(new Step.Die(process));
      }
    }
    for (int late = 0; late < state.late().size(); late++) {
      steps.add(new Step.Land(late));
    }
    return steps;
  }

  /** Where a step leads to. */
  State after(State state, Step step) {
    if (step instanceof Step.CarryOut carryOut) {
      CarriedOut carriedOut =
          state.memory().after(call(state, carryOut.process(), carryOut.call()));
      return answered(
          new State(
              carriedOut.after(),
              state.processes(),
              state.late(),
              state.lostAnswers(),
              state.deaths()),
          carryOut.process(),
          carryOut.call(),
          carriedOut.answer());
    }
    if (step instanceof Step.LoseAnswer lose) {
      State without =
          new State(
              state.memory(),
              state.processes(),
              withLate(state, List.of(call(state, lose.process(), lose.call()))),
              state.lostAnswers() - 1,
              state.deaths());
      return answered(without, lose.process(), lose.call(), Answer.LOST);
    }
    if (step instanceof Step.Die die) {
      Actor dead = state.processes().get(die.process());
      return new State(
              state.memory(),
              state.processes(),
              withLate(state, dead.waiting()),
              state.lostAnswers(),
              state.deaths() - 1)
          .with(die.process(), new Actor(null, dead.observed(), 0));
    }
    Step.Land land = (Step.Land) step;
    List<Call> late = new ArrayList<>(state.late());
    Call landing = late.remove(land.late());
    return new State(
        state.memory().after(landing).after(),
        state.processes(),
        List.copyOf(late),
        state.lostAnswers(),
        state.deaths());
  }

  /** A step in words, as a line of a witness. */
  String describe(State state, Step step) {
    if (step instanceof Step.CarryOut carryOut) {
      Call call = call(state, carryOut.process(), carryOut.call());
      return name(carryOut.process()) + ": " + call + " -> " + state.memory().after(call).answer();
    }
    if (step instanceof Step.LoseAnswer lose) {
      return name(lose.process())
          + ": "
          + call(state, lose.process(), lose.call())
          + " -> no answer";
    }
    if (step instanceof Step.Die die) {
      return name(die.process()) + " dies, waiting for " + waiting(state, die.process());
    }
    Call late = state.late().get(((Step.Land) step).late());
    return "late: " + late + " -> " + state.memory().after(late).answer();
  }

  private static State answered(State state, int index, int call, Answer answer) {
    Actor process = state.processes().get(index);
    if (process.node() == null) {
      throw new AssertionError("an ended process waits for nothing");
    }
    Node next = process.node().after(call, answer);
    boolean began = next.observed().size() > process.observed().size();
    return state.with(
        index, Actor.at(next, began ? state.memory().stream().size() : process.beganAt()));
  }

  private static List<Call> withLate(State state, List<Call> more) {
    List<Call> late = new ArrayList<>(state.late());
    more.stream().filter(Call::writes).forEach(late::add);
    late.sort(Comparator.comparing(Call::toString));
    return List.copyOf(late);
  }

  private static List<Call> waiting(State state, int process) {
    return state.processes().get(process).waiting();
  }

  private static Call call(State state, int process, int call) {
    return waiting(state, process).get(call);
  }

  private String name(int process) {
    return scenario.scripts().get(process).name();
  }
}
