package dev.slicebench.conformance;

/**
 * How many calls of a subject to its state store failed so far.
 *
 * @param outages calls that were not answered
 * @param refusals calls that were refused or failed, which Dapr does not tell apart
 * @param last what the latest outage was told as; empty where there was none
 */
public record CallFailures(long outages, long refusals, String last) {

  /** None, or none that is known of. */
  public static final CallFailures NONE = new CallFailures(0, 0, "");

  /** Returns whether there was more of any kind by now than {@code before}. */
  public boolean isMoreThan(CallFailures before) {
    return outages > before.outages || refusals > before.refusals;
  }
}
