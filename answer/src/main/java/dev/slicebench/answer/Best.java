package dev.slicebench.answer;

import dev.slicebench.evidence.Score;
import java.util.List;
import java.util.function.Function;

/**
 * Which of several costs are the least, as far as their noise lets tell.
 *
 * <p>A cost is among the best where it is at most {@value #MARGIN} times any other, at the upper
 * end of the 95 % interval of their ratio: Hsu's comparison with the best (Hsu, Annals of
 * Statistics 9, 1981) within Bechhofer's zone of indifference (Annals of Mathematical Statistics
 * 25, 1954). So two are both among the best only if the whole interval of their ratio lies between
 * 0.80 and 1.25: an equivalence that was shown (two one-sided tests, Schuirmann, Journal of
 * Pharmacokinetics and Biopharmaceutics 15, 1987, with the limits of bioequivalence), not a
 * difference that was missed. A wider interval never brings a cost among the best, its own or
 * another's, and where noise leaves none of them there, none is named.
 */
public final class Best {

  /** Costs within this factor of each other are about the same to whoever chooses. */
  public static final double MARGIN = 1.25;

  private Best() {}

  /**
   * Returns the best of what was timed.
   *
   * @param all which there are, each once
   * @return in the order of {@code all}; empty where it is too noisy to tell
   */
  public static <T> List<T> of(List<T> all, Function<T, Score> cost) {
    return of(all, cost, MARGIN);
  }

  /** Returns the best by another margin, such as for what is counted. */
  public static <T> List<T> of(List<T> all, Function<T, Score> cost, double margin) {
    return all.stream()
        .filter(
            one ->
                all.stream()
                    .filter(other -> other != one)
                    .allMatch(other -> isAsGood(cost.apply(one), cost.apply(other), margin)))
        .toList();
  }

  /**
   * Returns whether {@code one} is dearer than {@code other} by less than the margin, if at all.
   */
  private static boolean isAsGood(Score one, Score other, double margin) {
    return Math.log(one.ratioTo(other)) + logError(one, other) <= Math.log(margin);
  }

  /** Returns whether one is certainly less than the other. */
  public static boolean isTold(Score one, Score other) {
    return Math.abs(Math.log(one.ratioTo(other))) > logError(one, other);
  }

  /** Half the width of the 95 % interval of the ratio's logarithm: means of independent runs. */
  static double logError(Score one, Score other) {
    return Math.hypot(one.logError(), other.logError());
  }
}
