package dev.slicebench.cli.terminal;

/**
 * One thing that doctor tried.
 *
 * @param seen what was tried, what was seen, and where it is not well, how to mend it
 */
public record Check(String name, Result result, String seen) {

  /** What came of it. */
  public enum Result {
    /** It works. */
    OK("ok"),
    /** It is not here, and need not be. */
    ABSENT("not here"),
    /** It is here or was named, and does not work. */
    BROKEN("BROKEN");

    private final String label;

    Result(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }
}
