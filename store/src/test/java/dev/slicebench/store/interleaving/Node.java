package dev.slicebench.store.interleaving;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a script has got to: a function of the answers it was given. The code that leads from node
 * to node is run once for each; a node that is met again is known.
 */
final class Node {

  private record Given(int call, Answer answer) {}

  private final Subject subject;
  private final Script script;
  private final @Nullable Node before;
  private final List<Given> history;
  private final List<Call> waiting;
  private final List<Observation> observed;
  private final Map<Given, Node> next = new HashMap<>();
  private @Nullable LiveProcess live;

  private Node(
      Subject subject,
      Script script,
      @Nullable Node before,
      List<Given> history,
      LiveProcess live) {
    this.subject = subject;
    this.script = script;
    this.before = before;
    this.history = history;
    this.waiting = live.waiting();
    this.observed = live.observed();
    this.live = waiting.isEmpty() ? null : live;
  }

  /** Where {@code script} waits for its first answer. */
  static Node start(Subject subject, Script script) {
    return new Node(subject, script, null, List.of(), new LiveProcess(subject, script));
  }

  /** The calls that wait for answers; none where the script has ended. */
  List<Call> waiting() {
    return waiting;
  }

  /** What the operations were told so far, one each. */
  List<Observation> observed() {
    return observed;
  }

  /**
   * Where the script gets to when its {@code call}th call is given this answer. Two answers that it
   * does not react to, each for itself, come to the same in either order: those of a bulk get.
   */
  Node after(int call, Answer answer) {
    if (before != null && isSilent()) {
      Given last = history.get(history.size() - 1);
      Node other = call < last.call() ? before.after(call, answer) : this;
      if (other != this && other.isSilent()) {
        return other.after(last.call() - 1, last.answer());
      }
    }
    return next.computeIfAbsent(new Given(call, answer), this::run);
  }

  /** Whether the last answer made the script neither ask nor tell anything. */
  private boolean isSilent() {
    if (before == null || !observed.equals(before.observed)) {
      return false;
    }
    List<Call> others = new ArrayList<>(before.waiting);
    others.remove(history.get(history.size() - 1).call());
    return others.equals(waiting);
  }

  private Node run(Given given) {
    LiveProcess process = live == null ? replayed() : live;
    live = null;
    process.answer(given.call(), given.answer());
    List<Given> longer = new ArrayList<>(history);
    longer.add(given);
    return new Node(subject, script, this, longer, process);
  }

  private LiveProcess replayed() {
    LiveProcess process = new LiveProcess(subject, script);
    history.forEach(given -> process.answer(given.call(), given.answer()));
    return process;
  }
}
