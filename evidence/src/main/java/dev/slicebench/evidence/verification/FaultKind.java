package dev.slicebench.evidence.verification;

/** A way in which a store may break a promise once in a while. */
public enum FaultKind {
  /** Looked for in each create-only write that was refused. */
  CREATE_ALONE("takes a create-only write of what exists"),
  /** Looked for in each transaction that was refused for a create-only write. */
  CREATE_TOGETHER("takes a transaction with a create-only write of what exists"),
  /** Looked for in each write or delete that was refused for its etag. */
  ETAG_ALONE("takes an old etag"),
  /** Looked for in each transaction that was refused for an etag alone. */
  ETAG_TOGETHER("takes a transaction with an old etag"),
  /** Looked for in each write that was refused for one accepted while it was under way. */
  RACE_ALONE("checks a write's condition apart from the write"),
  /** Looked for in each transaction that was refused so. */
  RACE_TOGETHER("checks a transaction's conditions apart from it"),
  /** Looked for in each acknowledged write that was read. */
  LOST_WRITE("loses a write that it acknowledged"),
  /** Looked for in each acknowledged transaction whose documents were all read. */
  TORN_TRANSACTION("does a part of a transaction that it acknowledged"),
  /** Looked for in each refused transaction whose documents were all read. */
  REFUSED_BUT_DONE("does something of a transaction that it refused"),
  /** Looked for in each read that began within 10 ms of another client's acknowledged write. */
  STALE_READ("does not show at once what another client wrote"),
  /** Looked for in each deleted document that was read. */
  KEPT_DELETED("shows what was deleted"),
  /** Looked for after each kill of the sidecar or the store, amid acknowledged appends. */
  RESTART("loses or forges events when a process is killed"),
  /** Looked for in each acknowledged append of a history that was checked. */
  APPEND("loses or forges events");

  private final String words;

  FaultKind(String words) {
    this.words = words;
  }

  /** Returns what a store does that has it. */
  public String words() {
    return words;
  }
}
