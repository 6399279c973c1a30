package dev.slicebench.answer.recommend;

import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.Score;
import java.util.Optional;

/**
 * One sort of a workload's operations in one mode: means over its stream lengths.
 *
 * @param perAppend how many of them there are for each append
 * @param ms milliseconds, without the workload's network
 * @param requestUnits empty where the store charges none
 * @param calls Dapr calls that one waits for one after another
 * @param storeTrips round trips between sidecar and store that one waits for one after another
 * @param documentsWritten documents that one writes
 * @param keysRead keys that one reads
 */
record Part(
    Benchmark benchmark,
    double perAppend,
    Score ms,
    Optional<Score> requestUnits,
    double calls,
    Score storeTrips,
    double documentsWritten,
    double keysRead) {

  /** Returns the same operation, as often as a workload has it. */
  Part in(Workload workload) {
    return new Part(
        benchmark,
        workload.perAppend(benchmark),
        ms,
        requestUnits,
        calls,
        storeTrips,
        documentsWritten,
        keysRead);
  }

  /** Returns a single operation, in milliseconds, with a network. */
  Score ms(Network network) {
    // An error without end times no network is none.
    double tripsError = network.storeMs() == 0 ? 0 : storeTrips.error() * network.storeMs();
    return new Score(
        ms.perOp() + calls * network.clientMs() + storeTrips.perOp() * network.storeMs(),
        Math.hypot(ms.error(), tripsError));
  }
}
