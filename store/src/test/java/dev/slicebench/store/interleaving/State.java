package dev.slicebench.store.interleaving;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that decides over what may happen next.
 *
 * @param late calls that nobody waits for any more, not carried out, in the order of their text
 * @param lostAnswers how many calls may yet lose their answers
 * @param deaths how many processes may yet die
 */
record State(Memory memory, List<Actor> processes, List<Call> late, int lostAnswers, int deaths) {

  /**
   * A process.
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
    return processes.stream().allMatch(process -> process.node() == null);
  }

  State with(int index, Actor process) {
    List<Actor> all = new ArrayList<>(processes);
    all.set(index, process);
    return new State(memory, List.copyOf(all), late, lostAnswers, deaths);
  }
}
