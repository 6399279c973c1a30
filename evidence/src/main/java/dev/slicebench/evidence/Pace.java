package dev.slicebench.evidence;

import java.util.List;

/**
 * How long and how often each cell is measured. Times are in milliseconds.
 *
 * @param jvmArguments what the measured JVMs are started with
 */
public record Pace(
    int forks,
    int warmups,
    int warmupMs,
    int iterations,
    int iterationMs,
    List<String> jvmArguments) {

  /** Starting a JVM, connecting, and leaving again. */
  private static final int FORK_MS = 1400;

  /** Writing one append's events before, and reading them after. */
  private static final double STREAM_MS_PER_APPEND = 1.5;

  /** About how long {@code cell} takes. */
  public double estimateMs(BenchmarkCase cell) {
    double appends = (double) cell.shape().streamLength() / cell.shape().eventsPerAppend();
    double streams = appends * STREAM_MS_PER_APPEND * cell.callers();
    return forks * (FORK_MS + streams + warmups * warmupMs + iterations * iterationMs);
  }
}
