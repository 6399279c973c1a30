package dev.slicebench.conformance.history;

import dev.slicebench.conformance.history.HistoryLine.Demand;
import dev.slicebench.conformance.history.HistoryLine.Header;
import dev.slicebench.store.EventStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes down every operation of the event stores that it observes. Safe for use by many threads.
 * What is written survives the end of this JVM, whatever ended it, except for a line that was being
 * written.
 */
public interface HistoryRecorder extends AutoCloseable {

  /**
   * {@code store}, its operations written down as those of a new process of the history. An
   * operation begins when it is subscribed to.
   *
   * <p>An append is <em>unknown</em> where it was cancelled, where it failed with {@code
   * UnknownOutcomeException} or {@code StateStoreException} of the kind {@code UNAVAILABLE}, or
   * with anything that is neither an {@code EventStoreException} nor a {@code StateStoreException}:
   * who does not say what became of an append is not taken at a word that was not given. Every
   * other failure means that the events are not stored. A cancelled load or head is unknown, any
   * other failure of it is one.
   */
  EventStore observe(EventStore store);

  /** Notes what must have happened for the history to show anything. */
  void demand(Demand demand);

  /** Notes that a fault began. */
  void fault(String what);

  /** Notes that all faults have ended. */
  void heal(String what);

  /** Returns where the history is written. */
  Path file();

  /** Returns why the file lacks lines; empty where it lacks none. */
  Optional<IOException> failure();

  /** Ends the history: operations still under way are unknown. A second call does nothing. */
  @Override
  void close();

  /**
   * Returns a recorder that writes a new history to {@code file}.
   *
   * @throws IOException if the file exists or cannot be made
   */
  static HistoryRecorder create(Path file, Header header) throws IOException {
    return new FileRecorder(file, header, System::nanoTime);
  }
}
