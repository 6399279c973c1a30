package dev.slicebench.conformance.rules.check;

import dev.slicebench.conformance.StoreUnderTest;
import dev.slicebench.conformance.history.HistoryRecorder;
import java.util.Random;

/** One rule asked of one subject. */
public interface RuleContext {

  /** Returns who is asked. */
  StoreUnderTest subject();

  /**
   * Randomness that follows from the run's printed seed and the rule's id alone; the same instance
   * each time.
   */
  Random random();

  /**
   * Returns a stream name, or the beginning of a key, that nobody used before; what is written
   * under it is deleted later.
   */
  String newName();

  /** Returns how many times as much as in the quick profile is to be tried, at least 1. */
  int scale();

  /**
   * Notes that a call failed which nothing stood against, and that the check goes on: what it finds
   * from now on may be explained by that.
   */
  void disturbed(String why);

  /** Returns a recorder of a new history, which is kept beside the verdict. */
  HistoryRecorder history();
}
