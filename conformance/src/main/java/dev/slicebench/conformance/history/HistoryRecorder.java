package dev.slicebench.conformance.history;

import dev.slicebench.store.EventStore;

/** Writes down every operation of the event stores that it observes. */
public interface HistoryRecorder extends AutoCloseable {

  /** {@code store}, its operations written down as those of a new process of the history. */
  EventStore observe(EventStore store);

  /** Ends the history: operations still under way are unknown. A second call does nothing. */
  @Override
  void close();
}
