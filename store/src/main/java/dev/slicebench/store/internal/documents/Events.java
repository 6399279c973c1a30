package dev.slicebench.store.internal.documents;

import dev.slicebench.store.EventData;
import dev.slicebench.store.RecordedEvent;
import java.util.List;

/** Comparisons of events handed in with events stored. */
public final class Events {

  private Events() {}

  /** Returns whether the stored events are those handed in, by their ids, in the same order. */
  public static boolean same(List<EventData> appended, List<RecordedEvent> stored) {
    if (appended.size() != stored.size()) {
      return false;
    }
    for (int i = 0; i < appended.size(); i++) {
      if (!appended.get(i).id().equals(stored.get(i).id())) {
        return false;
      }
    }
    return true;
  }
}
