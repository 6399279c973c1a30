package dev.slicebench.store.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.store.interleaving.Observation.Conflict;
import dev.slicebench.store.interleaving.Observation.Unknown;
import dev.slicebench.store.interleaving.Search.Exhausted;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The modes' own code under interleavings of writers and readers, with lost and late calls and
 * deaths. What was acknowledged is in the stream once, at its versions; what was refused never is;
 * readers see no gap; and at rest a fresh writer succeeds. Which interleavings: {@code
 * docs/decisions/0007-interleavings.md}.
 */
class InterleavingTest {

  private static final int SEEDS = 500;

  /** Every interleaving of two writers, with one death and one lost answer. */
  @ParameterizedTest
  @EnumSource
  void noInterleavingOfTwoBreaksAPromise(Subject subject) {
    long states = 0;
    long schedules = 0;
    long conflicts = 0;
    World world = new World(subject);
    List<Scenario> scenarios = Scenarios.exhaustive();
    for (Scenario scenario : scenarios) {
      Exhausted exhausted = new Search(world, scenario, Hunt.MAX_STATES_A_SCENARIO).run();
      states += exhausted.states();
      schedules += exhausted.schedules();
      conflicts += count(Conflict.class, exhausted.ends());
    }
    System.out.printf(
        "%s: %d scenarios, %d states, %d schedules, all of them%n",
        subject, scenarios.size(), states, schedules);
    assertThat(conflicts).as("contention").isPositive();
  }

  /** Some interleavings of three writers that go on for longer, with more faults, from seeds. */
  @ParameterizedTest
  @EnumSource
  void noRandomInterleavingOfThreeBreaksAPromise(Subject subject) {
    long conflicts = 0;
    long unknowns = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      State end = walk(subject, seed);
      conflicts += count(Conflict.class, List.of(end));
      unknowns += count(Unknown.class, List.of(end));
    }
    assertThat(conflicts).as("contention").isGreaterThan(SEEDS);
    if (subject != Subject.CREATE_ONLY) {
      // There one patient read tells what became of a write, in each of these walks.
      assertThat(unknowns).as("unknown outcomes").isPositive();
    }
  }

  private static State walk(Subject subject, int seed) {
    Random random = new Random(seed);
    Scenario scenario = Scenarios.random(random);
    try {
      return new RandomWalk(new World(subject), scenario, random).run();
    } catch (Anomaly anomaly) {
      throw new AssertionError("seed " + seed, anomaly);
    }
  }

  private static long count(Class<? extends Observation> kind, Collection<State> ends) {
    return ends.stream()
        .flatMap(end -> end.actors().stream())
        .flatMap(process -> process.observed().stream())
        .filter(kind::isInstance)
        .count();
  }
}
