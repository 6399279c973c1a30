package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.AppendOutcome.Conflict;
import dev.slicebench.store.ExpectedVersion;
import java.util.Objects;

/** Conflicts, against what the stream's version can have been. */
final class ConflictChecks {

  private final StreamFacts facts;
  private long unexplained;

  ConflictChecks(StreamFacts facts) {
    this.facts = facts;
  }

  /** Notes what conflicts tell, before the loads are checked. */
  void gather() {
    for (Batch batch : facts.events.batches()) {
      for (Attempt attempt : batch.attempts()) {
        if (attempt.outcome() instanceof Conflict conflict) {
          facts.conflicts.add(attempt.span().completedNs(), conflict.actual(), attempt.line());
        }
      }
    }
  }

  void finish(Places places) {
    for (Batch batch : facts.events.batches()) {
      for (Attempt attempt : batch.attempts()) {
        if (attempt.outcome() instanceof Conflict conflict) {
          checkJustified(attempt, conflict.actual(), places);
          checkActual(attempt, conflict.actual(), places);
        }
      }
    }
  }

  /** Conflicts that only an unknown outcome explains. */
  long unexplained() {
    return unexplained;
  }

  private void checkJustified(Attempt attempt, long actual, Places places) {
    ExpectedVersion expected = attempt.expected();
    long told = facts.toldBefore(attempt.span().invokedNs());
    if (expected instanceof ExpectedVersion.Any) {
      facts.findings.add(Sentence.CONFLICT_NOT_WITH_ANY, "%s", attempt);
    } else if (expected instanceof ExpectedVersion.StreamExists) {
      if (told > 0) {
        facts.findings.add(
            Sentence.CONFLICT_NOT_WITH_EXISTING,
            "%s, though version %d was told before",
            attempt,
            told);
      }
    } else {
      long version = expected instanceof ExpectedVersion.Exact exact ? exact.version() : 0;
      Batch batch = attempt.batch();
      if (batch.base == version && (told >= version || actual > version)) {
        facts.findings.add(
            Sentence.CONFLICT_NOT_WITH_ITSELF,
            "%s; yet its events stand right behind that version",
            attempt);
      } else if (told == version) {
        checkCause(attempt, version, places);
      }
    }
  }

  private void checkCause(Attempt attempt, long version, Places places) {
    long toldNs = attempt.span().completedNs();
    Batch next = places.owner(version + 1);
    boolean isOpen =
        next == null
            && places.mayBeOther(version + 1, attempt.batch(), toldNs)
            && places.lack(version + 1, toldNs).isEmpty();
    if (isOpen) {
      unexplained++;
    } else if (next == null || next.sentNs > toldNs) {
      facts.findings.add(
          Sentence.CONFLICT_HAS_A_CAUSE,
          "%s; that version had been told before, and by then no append had been sent that stands"
              + " behind it, or can",
          attempt);
    }
  }

  private void checkActual(Attempt attempt, long actual, Places places) {
    boolean isExpected =
        attempt.expected().isMetBy(actual) && !(attempt.expected() instanceof ExpectedVersion.Any);
    if (isExpected || actual < 0) {
      facts.findings.add(Sentence.ACTUAL_IS_NOT_EXPECTED, "%s", attempt);
    }
    if (places.isInside(actual)) {
      facts.findings.add(
          Sentence.ACTUAL_ENDS_AN_APPEND,
          "%s, in the midst of an append; %s",
          attempt,
          Objects.requireNonNull(places.owner(actual)).any());
    }
  }
}
