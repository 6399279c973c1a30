package dev.slicebench.evidence;

import com.fasterxml.jackson.annotation.JsonAlias;

/** Names a protocol by which events are appended and loaded. */
public enum Protocol {
  /** This project's. */
  @JsonAlias("OURS")
  SLICEBENCH("OURS"),
  /** The original's, flaws and all; it has no {@code CREATE_ONLY}. */
  @JsonAlias("REFERENCE")
  ORIGINAL("REFERENCE");

  private final String formerName;

  Protocol(String formerName) {
    this.formerName = formerName;
  }

  /** Returns the name that builds and files up to November 2026 give it. */
  public String formerName() {
    return formerName;
  }
}
