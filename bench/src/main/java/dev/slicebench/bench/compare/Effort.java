package dev.slicebench.bench.compare;

import java.util.List;

/**
 * How much is measured. Counted in operations, not in time: on a busy machine a comparison takes
 * longer, and tells as much.
 *
 * @param forks of each build for each cell
 * @param warmUps operations of a fork that do not count, before those that do
 * @param operations of a fork that count
 * @param jvmArguments what the forks are started with
 */
public record Effort(int forks, int warmUps, int operations, List<String> jvmArguments) {

  /** Starting two JVMs at once, connecting, and leaving again. */
  private static final double FORKS_MS = 2500;

  /** An operation of each, with what JMH does around it. */
  private static final double TURNS_MS = 2.5;

  /** About how long a pair of forks takes. */
  double pairMs() {
    return FORKS_MS + TURNS_MS * (warmUps + operations);
  }
}
