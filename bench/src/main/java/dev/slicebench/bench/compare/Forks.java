package dev.slicebench.bench.compare;

import dev.slicebench.bench.stats.Shift;
import java.util.OptionalInt;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** How many forks it takes. */
public final class Forks {

  private static final int WITHIN_REASON = 1000;
  private static final double Z_95 = 1.96;

  private Forks() {}

  /** Returns the fewest of each build with which {@code rows} rows can be told apart at all. */
  public static int fewest(int rows) {
    int forks = 2;
    while (Shift.smallestP(forks) * rows >= Judgement.ALPHA) {
      forks++;
    }
    return forks;
  }

  /**
   * About how many would tell, if the ratio is what it seems and the spread stays what it was: an
   * interval narrows with the root of their number. Empty where that is more than 1000.
   */
  static OptionalInt enough(Shift shift, int rows) {
    double margin = Math.log1p(Judgement.MARGIN);
    double distance = Math.abs(Math.log(shift.ratio()));
    double halfWidth = (Math.log(shift.high()) - Math.log(shift.low())) / 2;
    double wanted =
        distance >= margin ? distance * Z_95 / z(Judgement.ALPHA / rows) : margin - distance;
    double forks = Math.ceil(shift.pairs() * Math.pow(halfWidth / wanted, 2));
    return forks > WITHIN_REASON
        ? OptionalInt.empty()
        : OptionalInt.of(Math.max(shift.pairs() + 1, (int) forks));
  }

  /** Returns the normal quantile of a two-sided test. */
  private static double z(double alpha) {
    return NormalDistribution.of(0, 1).inverseSurvivalProbability(alpha / 2);
  }
}
