package dev.slicebench.store.interleaving;

import dev.slicebench.store.EventStore;
import dev.slicebench.store.MemoryStateStore;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.TestStores;
import dev.slicebench.store.state.StateStore;
import java.util.Set;
import reactor.core.scheduler.Scheduler;

/** A mode on a kind of store. */
enum Subject {
  OFF(SliceMode.OFF, false),
  TRANSACTIONAL(SliceMode.TRANSACTIONAL, false),
  TWO_PHASED(SliceMode.TWO_PHASED, false),
  OFF_AND_SHARED_ALL(SliceMode.OFF_AND_SHARED_ALL, false),
  CREATE_ONLY(SliceMode.CREATE_ONLY, false),
  /** Where a document that was deleted and created again has its first etag again. */
  TWO_PHASED_ON_REDIS(SliceMode.TWO_PHASED, true);

  private final SliceMode mode;
  private final boolean etagsRepeat;

  Subject(SliceMode mode, boolean etagsRepeat) {
    this.mode = mode;
    this.etagsRepeat = etagsRepeat;
  }

  EventStore open(StateStore state, Scheduler pauses) {
    StoreProfile profile =
        etagsRepeat
            ? StoreProfile.of("state.redis", "v1", Set.of("ETAG", "TRANSACTIONAL"))
            : MemoryStateStore.PROFILE;
    return TestStores.open(state, profile, mode, pauses);
  }

  MemoryStateStore emptyStore() {
    return new MemoryStateStore(etagsRepeat);
  }
}
