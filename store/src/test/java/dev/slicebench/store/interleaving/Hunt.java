package dev.slicebench.store.interleaving;

import java.util.function.UnaryOperator;

/** The search as one that lives in another class loader can start it: by JDK types only. */
public final class Hunt implements UnaryOperator<String> {

  /** More than any scenario of sound code has. */
  static final int MAX_STATES_A_SCENARIO = 100_000;

  /**
   * Searches until the first anomaly.
   *
   * @param subject the subject's name
   * @return the anomaly's kind, what was seen and its schedule; or that there is none
   */
  @Override
  public String apply(String subject) {
    World world = new World(Subject.valueOf(subject));
    for (Scenario scenario : Scenarios.exhaustive()) {
      try {
        new Search(world, scenario, MAX_STATES_A_SCENARIO).run();
      } catch (Anomaly anomaly) {
        return anomaly.kind() + ": " + anomaly.getMessage();
      }
    }
    return "nothing found";
  }
}
