package dev.slicebench.answer.report;

import dev.slicebench.evidence.Score;
import dev.slicebench.store.SliceMode;
import java.util.List;
import java.util.Optional;

/**
 * A mode's duration, a straight line over latency. It falls nowhere, and rises at least as steeply
 * as the ledger's round trips ask for, since an answer cannot come before it was waited for.
 *
 * @param score without latency
 * @param counted the round trips that the ledger counts
 * @param delayed what runs with latency measured, the newest first
 */
record LatencyLine(SliceMode mode, Score score, double counted, List<Delayed> delayed) {

  /** By how many times the latency it took longer with than without, by the newest run. */
  Optional<Score> seen() {
    return delayed.stream()
        .findFirst()
        .map(
            one ->
                new Score(
                    (one.score.perOp() - score.perOp()) / one.latencyMs,
                    Math.hypot(one.score.error(), score.error()) / one.latencyMs));
  }

  /** Returns whether what was seen tells no slope: as far as one trip off, or less than can be. */
  boolean isTooNoisy() {
    return seen()
        .map(
            trips ->
                !(trips.error() <= Math.max(1, trips.perOp() / 2))
                    || trips.perOp() + trips.error() < counted)
        .orElse(false);
  }

  /** Returns how many latencies it waits for. */
  Score trips() {
    Score known = new Score(counted, 0);
    return isTooNoisy()
        ? known
        : seen()
            .map(trips -> new Score(Math.max(counted, trips.perOp()), trips.error()))
            .orElse(known);
  }

  double at(double latencyMs) {
    return score.perOp() + trips().perOp() * latencyMs;
  }

  double errorAt(double latencyMs) {
    return Math.hypot(score.error(), trips().error() * latencyMs);
  }

  double predictedAt(double latencyMs) {
    return score.perOp() + counted * latencyMs;
  }

  /** Returns whether it takes less time than {@code other}, by more than the noise of both. */
  boolean isFasterThan(LatencyLine other, double latencyMs) {
    return other.at(latencyMs) - at(latencyMs)
        > Math.hypot(errorAt(latencyMs), other.errorAt(latencyMs));
  }

  /** What was measured with latency. */
  record Delayed(double latencyMs, Score score) {}
}
