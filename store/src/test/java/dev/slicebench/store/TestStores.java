package dev.slicebench.store;

import dev.slicebench.store.state.StateStore;
import reactor.core.scheduler.Scheduler;

/** Event stores whose waits a test rules over. */
public final class TestStores {

  private TestStores() {}

  /** A new store instance that spends its waits on {@code pauses}. */
  public static EventStore open(
      StateStore state, StoreProfile profile, SliceMode mode, Scheduler pauses) {
    return DaprEventStore.builder(state, profile, mode).pauses(pauses).build();
  }
}
