package dev.slicebench.evidence;

/**
 * The stream that is measured on, and the appends that made it.
 *
 * @param streamLength events in the stream; 0 for a floor that has no stream
 */
public record StreamShape(int streamLength, int eventsPerAppend, int payloadBytes) {

  /** How many events a tail is. */
  private static final int TAIL = 10;

  /** Returns the stream of just the tail of this one. */
  public StreamShape tail() {
    return new StreamShape(Math.min(TAIL, streamLength), eventsPerAppend, payloadBytes);
  }
}
