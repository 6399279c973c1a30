package dev.slicebench.store.interleaving;

import java.util.HashMap;
import java.util.Map;

/** A subject, and all that was once found out of what it does: shared by its scenarios. */
final class World {

  private final Subject subject;
  private final Memory empty;
  private final Map<Script, Node> starts = new HashMap<>();

  World(Subject subject) {
    this.subject = subject;
    this.empty = Memory.empty(subject);
  }

  /** A store without documents. */
  Memory empty() {
    return empty;
  }

  /** Where a script waits for its first answers. */
  Node start(Script script) {
    return starts.computeIfAbsent(script, unknown -> Node.start(subject, unknown));
  }
}
