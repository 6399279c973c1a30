package dev.slicebench.conformance.history.check;

/**
 * A sentence of what a history must satisfy, broken in a stream.
 *
 * @param times how often it was found broken there
 * @param witness the first of them, told by lines of the history, for a person to check
 */
public record Violation(Sentence sentence, String stream, long times, String witness) {

  /** Returns what it is called. */
  public Anomaly anomaly() {
    return sentence.anomaly();
  }

  @Override
  public String toString() {
    return "%s in stream '%s'%s: %s"
        .formatted(anomaly(), stream, times == 1 ? "" : ", " + times + " times", witness);
  }
}
