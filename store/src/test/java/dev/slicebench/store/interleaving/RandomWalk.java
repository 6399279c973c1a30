package dev.slicebench.store.interleaving;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Takes one step after another, drawn at random, until nothing is left to happen. */
final class RandomWalk {

  private static final int FAULTS_PER_THOUSAND = 60;

  private final Random random;
  private final Interleavings interleavings;
  private final Promises promises;
  private final Witness witness;

  RandomWalk(World world, Scenario scenario, Random random) {
    this.random = random;
    this.interleavings = new Interleavings(world, scenario);
    this.promises = new Promises(scenario);
    this.witness = new Witness(scenario);
  }

  /**
   * Walks to the end.
   *
   * @return the state where nothing is left to happen
   * @throws Anomaly the first that is met, with its schedule
   */
  State run() {
    List<String> schedule = new ArrayList<>();
    State state = interleavings.start();
    try {
      for (List<Step> steps = interleavings.steps(state);
          !steps.isEmpty();
          steps = interleavings.steps(state)) {
        Step step = draw(steps);
        schedule.add(interleavings.describe(state, step));
        State next = interleavings.after(state, step);
        promises.checkStep(state, next);
        promises.checkState(next);
        state = next;
      }
      return state;
    } catch (Anomaly anomaly) {
      throw witness.tell(anomaly, schedule);
    }
  }

  private Step draw(List<Step> steps) {
    boolean faulty = random.nextInt(1000) < FAULTS_PER_THOUSAND;
    List<Step> wanted = steps.stream().filter(step -> step.isFault() == faulty).toList();
    List<Step> from = wanted.isEmpty() ? steps : wanted;
    return from.get(random.nextInt(from.size()));
  }
}
