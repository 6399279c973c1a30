package dev.slicebench.store;

/** The append is larger than the store can take. Nothing was written. Split the append. */
public final class LimitExceededException extends EventStoreException {

  private final String limit;
  private final long allowed;
  private final long requested;

  /**
   * A limit that was found exceeded before any write.
   *
   * @param limit what is limited, with its unit, such as "operations in a transaction"
   */
  public LimitExceededException(String limit, long allowed, long requested, String fix) {
    super(
        "the append needs " + requested + " " + limit + ", " + allowed + " are allowed: " + fix,
        null);
    this.limit = limit;
    this.allowed = allowed;
    this.requested = requested;
  }

  /** Returns what is limited, with its unit. */
  public String limit() {
    return limit;
  }

  /** Returns how much is allowed. */
  public long allowed() {
    return allowed;
  }

  /** Returns how much the append needs. */
  public long requested() {
    return requested;
  }
}
