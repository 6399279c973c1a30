package dev.slicebench.conformance.history.check;

/**
 * An anomaly in a stream.
 *
 * @param times how often it was found there
 * @param witness the first of them, told by lines of the history, for a person to check
 */
public record Violation(Anomaly anomaly, String stream, long times, String witness) {

  @Override
  public String toString() {
    return "%s in stream '%s'%s: %s"
        .formatted(anomaly, stream, times == 1 ? "" : ", " + times + " times", witness);
  }
}
