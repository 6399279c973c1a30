package dev.slicebench.conformance.junit;

import dev.slicebench.store.EventStore;

/** An event store of one's own, held to the rules. */
class ListEventStoreTest extends EventStoreConformance {

  private final ListEventStore store = new ListEventStore();

  @Override
  protected EventStore open() {
    return store;
  }
}
