package dev.slicebench.store;

/**
 * What an append did.
 *
 * @param nextExpectedVersion the version of the append's last event: what the next append of this
 *     writer expects. For an append without events, the stream's version.
 * @param createdStream whether these are the stream's first events
 * @param repeat whether the events had been stored by an earlier append, so that nothing was
 *     written now
 */
public record AppendResult(long nextExpectedVersion, boolean createdStream, boolean repeat) {}
