package dev.slicebench.store;

/**
 * What an append did.
 *
 * @param nextExpectedVersion the version of the append's last event: what the next append of this
 *     writer expects. For an append without events, the stream's version.
 * @param createdStream whether these are the stream's first events
 * @param repeat whether the events were found stored: by an earlier append of the same events, or
 *     by a write of this one whose answer was lost or untrue, which nobody can tell apart
 */
public record AppendResult(long nextExpectedVersion, boolean createdStream, boolean repeat) {}
