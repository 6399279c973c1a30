package dev.slicebench.conformance.verify;

import java.util.Map;

/**
 * A document that may be in the store still.
 *
 * @param key its key, without Dapr's prefix
 * @param metadata the request metadata that it was written with
 * @param late whether it is gone, and may come back: the outcome of a write of it is unknown, and
 *     such writes were seen to land late there
 */
public record Leftover(String key, Map<String, String> metadata, boolean late) {}
