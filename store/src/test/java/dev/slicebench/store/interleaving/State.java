package dev.slicebench.store.interleaving;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that decides over what may happen next.
 *
 * @param late calls that nobody waits for any more, not carried out, in the order of their text
 * @param lostAnswers how many calls may yet lose their answers
 * @param deaths how many processes may yet die
 */
record State(Memory memory, List<Actor> actors, List<Call> late, int lostAnswers, int deaths) {

  /**
   * A process of the scenario.
   *
   * @param node where it has got to; null where it ended or died
   * @param observed what it was told so far
   * @param beganAt the stream's version when its present operation began
   */
  record Actor(@Nullable Node node, List<Observation> observed, int beganAt) {

    static Actor at(Node node, int beganAt) {
      return node.waiting().isEmpty()
          ? new Actor(null, node.observed(), 0)
          : new Actor(node, node.observed(), beganAt);
    }

    List<Call> waiting() {
      return node == null ? List.of() : node.waiting();
    }
  }

  /** Whether every process has ended or died; late calls may yet come. */
  boolean isAtRest() {
    return actors.stream().allMatch(actor -> actor.node() == null);
  }

  /** The same over other contents. */
  State over(Memory other) {
    return new State(other, actors, late, lostAnswers, deaths);
  }

  /** The same with one actor elsewhere. */
  State with(int index, Actor actor) {
    List<Actor> all = new ArrayList<>(actors);
    all.set(index, actor);
    return new State(memory, List.copyOf(all), late, lostAnswers, deaths);
  }

  /** The same after the call's answer was lost; what its caller does then is not yet in it. */
  State losingAnswer(Call call) {
    return new State(memory, actors, lateWith(List.of(call)), lostAnswers - 1, deaths);
  }

  /** The same after an actor's death. */
  State dying(int index) {
    Actor actor = actors.get(index);
    return new State(memory, actors, lateWith(actor.waiting()), lostAnswers, deaths - 1)
        .with(index, new Actor(null, actor.observed(), 0));
  }

  /** The same after a late call was carried out. */
  State landing(int index) {
    List<Call> others = new ArrayList<>(late);
    Memory after = memory.after(others.remove(index)).after();
    return new State(after, actors, List.copyOf(others), lostAnswers, deaths);
  }

  private List<Call> lateWith(List<Call> more) {
    return Stream.concat(late.stream(), more.stream().filter(Call::writes))
        .sorted(Comparator.comparing(Call::toString))
        .toList();
  }
}
