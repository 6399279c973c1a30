package dev.slicebench.conformance;

/** What a subject may have, and a rule may need. */
public enum Capability {
  /** An event store to append to and load from. */
  EVENT_STORE("there is no event store"),
  /** The documents, by the state API: the subject itself, or what is beneath the event store. */
  STATE_STORE("the state store beneath is not at hand"),
  /** An event store whose calls to the state store can be watched, answered and refused. */
  SEAM("the event store's calls to its state store cannot be watched"),
  /** Transactions in the state API. */
  TRANSACTIONS("the state store has no transactions"),
  /** Queries in the state API that find what a transaction wrote. */
  QUERY("the state store has no query that finds what a transaction wrote"),
  /** Faults between client and sidecar. */
  CLIENT_FAULTS("no faults can be planted between client and sidecar"),
  /** Faults between sidecar and store. */
  STORE_FAULTS("no faults can be planted between sidecar and store"),
  /** A sidecar that can be killed and started again. */
  SIDECAR_RESTART("the sidecar is not ours to kill"),
  /** A store whose server can be killed and started again. */
  STORE_RESTART("the store's server is not ours to kill");

  private final String lack;

  Capability(String lack) {
    this.lack = lack;
  }

  /** Returns the want of it in words. */
  public String lack() {
    return lack;
  }
}
