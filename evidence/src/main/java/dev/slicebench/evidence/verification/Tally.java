package dev.slicebench.evidence.verification;

/**
 * What happened in a history.
 *
 * @param acknowledged appends told success
 * @param conflicts appends told a conflict
 * @param unexplained those of them that only an unknown outcome can explain
 * @param refused appends told another refusal
 * @param unknown appends whose outcome was told as unknown
 * @param overlapping appends under way while another one to their stream was
 * @param loads loads, failed ones too
 * @param heads questions for a head, failed ones too
 * @param faults faults that began
 */
public record Tally(
    long acknowledged,
    long conflicts,
    long unexplained,
    long refused,
    long unknown,
    long overlapping,
    long loads,
    long heads,
    long faults) {

  /** Nothing happened. */
  public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Returns what happened in both histories. */
  public Tally plus(Tally other) {
    return new Tally(
        acknowledged + other.acknowledged,
        conflicts + other.conflicts,
        unexplained + other.unexplained,
        refused + other.refused,
        unknown + other.unknown,
        overlapping + other.overlapping,
        loads + other.loads,
        heads + other.heads,
        faults + other.faults);
  }

  /** Returns all operations. */
  public long operations() {
    return acknowledged + conflicts + refused + unknown + loads + heads;
  }

  /** Returns the counts in words. */
  @Override
  public String toString() {
    return ("%d appends acknowledged, %d conflicts (%d without a certain cause), %d refused,"
            + " %d unknown, %d overlapping; %d loads, %d heads; %d faults")
        .formatted(
            acknowledged,
            conflicts,
            unexplained,
            refused,
            unknown,
            overlapping,
            loads,
            heads,
            faults);
  }
}
