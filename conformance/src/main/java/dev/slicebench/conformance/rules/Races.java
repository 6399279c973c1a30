package dev.slicebench.conformance.rules;

import dev.slicebench.conformance.history.CheckResult;
import dev.slicebench.conformance.history.HistoryCheck;
import dev.slicebench.conformance.history.HistoryLine.Demand;
import dev.slicebench.conformance.history.HistoryRecorder;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.WeakHashMap;

/**
 * The races of a subject, run once and judged by many rules: the history belongs to the rule that
 * was asked first.
 */
final class Races {

  /** Fewer show nothing: by accident, no two calls met. */
  private static final Demand DEMAND = new Demand(50, 5, 0);

  private final Map<Subject, Outcome> outcomes = Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * What races showed.
   *
   * @param turns the stream at which two instances took turns, without a race
   */
  record Outcome(HistoryCheck check, String turns) {

    CheckResult result() {
      return check.result();
    }
  }

  /** The outcome for the trial's subject; runs the races if nobody has yet. */
  Outcome of(Trial trial) throws Exception {
    Outcome known = outcomes.get(trial.subject());
    if (known == null) {
      known = run(trial);
      outcomes.put(trial.subject(), known);
    }
    return known;
  }

  private static Outcome run(Trial trial) throws Exception {
    String turns = trial.newName();
    HistoryRecorder history = trial.history();
    history.demand(DEMAND);
    try (history) {
      new Race(trial, history, trial.newName()).exactWriters();
      new Race(trial, history, trial.newName()).writersOfAnyVersion();
      new Race(trial, history, trial.newName()).writersAndReaders();
      new Race(trial, history, trial.newName()).twins();
      new Race(trial, history, turns).turns();
    }
    return new Outcome(HistoryCheck.of(history.file()), turns);
  }

  /** A random generator for each of several threads, which follow from the trial's. */
  static Random[] randoms(Trial trial, int count) {
    Random[] randoms = new Random[count];
    for (int i = 0; i < count; i++) {
      randoms[i] = new Random(trial.random().nextLong());
    }
    return randoms;
  }
}
