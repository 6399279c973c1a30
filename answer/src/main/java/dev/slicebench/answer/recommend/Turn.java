package dev.slicebench.answer.recommend;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;

/**
 * Where the answer becomes another as one number of the workload varies.
 *
 * @param at the value of that number
 * @param above whether it is another beyond that value, else below
 * @param then the advice there
 */
record Turn(double at, boolean above, String then) {

  /** Nobody looks closer than that, nor nearer to zero. */
  private static final double STEP = 1.02;

  private static final double LEAST = 0.001;

  /** Halves a step until nobody sees the rest. */
  private static final int HALVINGS = 30;

  /**
   * Returns the nearest turn below {@code value} and the nearest above, each with the one behind it
   * where it only makes the answer too noisy to tell.
   *
   * @param highest beyond which nobody looks
   * @param advice for each value
   * @param noise what the advice is where it is too noisy to tell
   */
  static List<Turn> around(
      double value, double highest, DoubleFunction<String> advice, String noise) {
    List<Turn> turns = new ArrayList<>();
    turns.addAll(search(value, false, one -> one <= LEAST ? 0 : one / STEP, 0, advice, noise));
    turns.addAll(
        search(
            value,
            true,
            one -> Math.min(highest, Math.max(LEAST, one * STEP)),
            highest,
            advice,
            noise));
    return turns;
  }

  private static List<Turn> search(
      double from,
      boolean above,
      DoubleUnaryOperator next,
      double end,
      DoubleFunction<String> advice,
      String noise) {
    List<Turn> turns = new ArrayList<>();
    String now = advice.apply(from);
    for (double at = from; above ? at < end : at > end; ) {
      double beyond = next.applyAsDouble(at);
      if (!advice.apply(beyond).equals(now)) {
        double border = border(at, beyond, now, advice);
        now = advice.apply(border);
        turns.add(new Turn(border, above, now));
        if (!now.equals(noise) || turns.size() == 2) {
          return turns;
        }
        beyond = border;
      }
      at = beyond;
    }
    return turns;
  }

  /** Returns the value next to {@code from} with another advice than there. */
  private static double border(
      double from, double beyond, String now, DoubleFunction<String> advice) {
    double same = from;
    double other = beyond;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (same + other) / 2;
      if (advice.apply(middle).equals(now)) {
        same = middle;
      } else {
        other = middle;
      }
    }
    return other;
  }
}
