package dev.slicebench.bench.compare;

import dev.slicebench.bench.ruler.RulerPart;
import java.util.Map;

/**
 * One fork of each build, measured in turns.
 *
 * @param ruler the ruler's typical reading in milliseconds before the base's turns and before the
 *     head's
 */
public record Pair(ForkResult base, ForkResult head, Map<RulerPart, Reading> ruler) {

  /** The ruler for each side, in milliseconds. */
  public record Reading(double baseMs, double headMs) {

    double logRatio() {
      return Math.log(headMs / baseMs);
    }
  }

  /** Head to base, as a logarithm. */
  double logRatio() {
    return Math.log(head.undisturbedMs() / base.undisturbedMs());
  }
}
