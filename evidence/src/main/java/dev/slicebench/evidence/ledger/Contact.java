package dev.slicebench.evidence.ledger;

import com.fasterxml.jackson.annotation.JsonAlias;

/** What a store instance knows of a stream when it is asked for an operation. */
public enum Contact {
  /** Nothing: it has never seen the stream. */
  @JsonAlias("FIRST")
  COLD("first contact"),
  /** It has seen the stream's head, by its own last append or by a load. */
  @JsonAlias("SEEN")
  WARM("head seen");

  private final String label;

  Contact(String label) {
    this.label = label;
  }

  /** Returns what it is in a few words. */
  public String label() {
    return label;
  }
}
