package dev.slicebench.conformance.rules;

/** What a subject may have, and a rule may need. */
public enum Need {
  /** An event store to append to and load from. */
  EVENT_STORE,
  /** The documents, by the state API: the subject itself, or what is beneath the event store. */
  STATE_STORE,
  /** Transactions in the state API. */
  TRANSACTIONS,
  /** Queries in the state API. */
  QUERY,
  /** Faults between client and sidecar. */
  CLIENT_FAULTS,
  /** Faults between sidecar and store. */
  STORE_FAULTS,
  /** A sidecar that can be killed and started again. */
  SIDECAR_RESTART,
  /** A store whose server can be killed and started again. */
  STORE_RESTART
}
