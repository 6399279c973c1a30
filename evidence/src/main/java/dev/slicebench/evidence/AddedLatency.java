package dev.slicebench.evidence;

/**
 * What was added to every round trip of a run, in milliseconds; 0 where nothing was.
 *
 * @param storeMs asked for between the sidecar and its store
 * @param clientMs asked for between the benchmark and the sidecar
 * @param jitterMs up to this much came on top, on either way where there was any
 * @param measuredStoreMs by how much slower a GetState was with {@code storeMs} than without: the
 *     difference of the medians, before the run
 * @param measuredClientMs the same for {@code clientMs}
 */
public record AddedLatency(
    double storeMs,
    double clientMs,
    double jitterMs,
    double measuredStoreMs,
    double measuredClientMs) {}
