package dev.slicebench.evidence.verification;

/** What a rule is about, in the order of their numbers. */
public enum RuleGroup {
  /** Appends, one after another. */
  APPEND(1),
  /** Appends of the same event ids. */
  IDEMPOTENCY(2),
  /** Loads and heads. */
  READ(3),
  /** Streams, apps and modes beside each other. */
  ISOLATION(4),
  /** Writers and readers at once. */
  CONCURRENCY(5),
  /** Lost calls and answers, crashes, restarts. */
  FAULTS(6),
  /** The same promises, asked of the raw state API. */
  STORE_PROBES(7);

  private final int number;

  RuleGroup(int number) {
    this.number = number;
  }

  /** Returns what the numbers of its rules begin with. */
  public int number() {
    return number;
  }
}
