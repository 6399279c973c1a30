package dev.slicebench.store;

/** How a stream is cut into Dapr state documents. */
public enum SliceMode {
  /** A document per event, written in one transaction with the head. */
  OFF,
  /** A document per append, written in one transaction with the head. */
  TRANSACTIONAL,
  /** A document per append, then the head, in two writes tied by etags. */
  TWO_PHASED,
  /**
   * A document per event, every stream in one partition, written in one transaction with the head
   * and read by the Query API.
   */
  OFF_AND_SHARED_ALL,
  /**
   * A document per append whose create-only write is the commit; the head is only a hint. Not known
   * to Dapr.EventStore.
   */
  CREATE_ONLY
}
