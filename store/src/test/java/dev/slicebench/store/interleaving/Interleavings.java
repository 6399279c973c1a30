package dev.slicebench.store.interleaving;

import dev.slicebench.store.interleaving.Memory.CarriedOut;
import dev.slicebench.store.interleaving.State.Actor;
import java.util.ArrayList;
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
    for (int process = 0; process < state.actors().size(); process++) {
      List<Call> waiting = state.actors().get(process).waiting();
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
      CarriedOut done = state.memory().after(call(state, carryOut.process(), carryOut.call()));
      return answered(state.over(done.after()), carryOut.process(), carryOut.call(), done.answer());
    }
    if (step instanceof Step.LoseAnswer lose) {
      Call lost = call(state, lose.process(), lose.call());
      return answered(state.losingAnswer(lost), lose.process(), lose.call(), Answer.LOST);
    }
    return step instanceof Step.Die die
        ? state.dying(die.process())
        : state.landing(((Step.Land) step).late());
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
    Actor process = state.actors().get(index);
    if (process.node() == null) {
      throw new AssertionError("an ended process waits for nothing");
    }
    Node next = process.node().after(call, answer);
    boolean began = next.observed().size() > process.observed().size();
    return state.with(
        index, Actor.at(next, began ? state.memory().stream().size() : process.beganAt()));
  }

  private static List<Call> waiting(State state, int process) {
    return state.actors().get(process).waiting();
  }

  private static Call call(State state, int process, int call) {
    return waiting(state, process).get(call);
  }

  private String name(int process) {
    return scenario.scripts().get(process).name();
  }
}
