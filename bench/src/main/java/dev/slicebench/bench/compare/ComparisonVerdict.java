package dev.slicebench.bench.compare;

/** What a comparison says of the head. */
public enum ComparisonVerdict {
  /** It takes less time, by the margin or more. */
  FASTER("faster"),
  /** It takes more time, by the margin or more. */
  SLOWER("slower"),
  /** It makes more Dapr calls an operation. */
  MORE_CALLS("more calls"),
  /** It fails where the base does not. */
  BROKEN("broken"),
  /** Whatever the difference is, it is smaller than the margin. */
  SAME("same"),
  /** More forks, or a quieter machine, would tell. */
  CANT_TELL("can't tell");

  private final String label;

  ComparisonVerdict(String label) {
    this.label = label;
  }

  /** Returns the words for it. */
  public String label() {
    return label;
  }

  /** Returns whether the head is worse for certain. */
  public boolean isRegression() {
    return this == SLOWER || this == MORE_CALLS || this == BROKEN;
  }
}
