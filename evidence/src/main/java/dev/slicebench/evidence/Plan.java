package dev.slicebench.evidence;

import java.util.List;

/**
 * What a run measures, in order.
 *
 * @param profile the profile's name
 * @param pace how long each cell is measured
 */
public record Plan(String profile, Pace pace, List<BenchmarkCase> cells) {

  /** Starting a sidecar with its backend, and probing the modes. */
  private static final double PREPARATION_SECONDS = 20;

  /** About how long the run takes, on a slow machine, with everything around it. */
  public double estimateSeconds() {
    return PREPARATION_SECONDS + cells.stream().mapToDouble(pace::estimateMs).sum() / 1000;
  }
}
