package dev.slicebench.conformance;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.UnknownOutcomeException;
import dev.slicebench.store.VersionConflictException;
import dev.slicebench.store.state.StateStoreException;
import java.util.List;

/**
 * An append, and what its writer was told.
 *
 * @param version where told success, the version of its last event; else the stream's version as
 *     far as it was told
 */
record Attempt(List<EventData> events, Fate fate, long version) {

  /** What a writer was told of its append. */
  enum Fate {
    /** It is stored. */
    ACKNOWLEDGED,
    /** It is not stored, since the stream was at another version. */
    CONFLICT,
    /** It is not stored, for another reason. */
    REFUSED,
    /** It may be stored, or not. */
    UNKNOWN
  }

  /** Appends and notes what was told. */
  static Attempt of(
      EventStore store, String stream, ExpectedVersion expected, List<EventData> events) {
    try {
      AppendResult result = store.blocking().append(stream, expected, events);
      return new Attempt(events, Fate.ACKNOWLEDGED, result.nextExpectedVersion());
    } catch (VersionConflictException e) {
      return new Attempt(events, Fate.CONFLICT, e.actual());
    } catch (UnknownOutcomeException e) {
      return new Attempt(events, Fate.UNKNOWN, 0);
    } catch (EventStoreException e) {
      return new Attempt(events, Fate.REFUSED, 0);
    } catch (StateStoreException e) {
      // So does the original fail: a refusal, unless the store was not reached.
      Fate fate = e.kind() == StateStoreException.Kind.UNAVAILABLE ? Fate.UNKNOWN : Fate.REFUSED;
      return new Attempt(events, fate, 0);
    }
  }

  boolean is(Fate other) {
    return fate == other;
  }
}
