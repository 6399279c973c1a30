package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.AppendOutcome.Conflict;
import dev.slicebench.store.ExpectedVersion;

/** Conflicts, against what the stream's version can have been. */
final class ConflictChecks {

  /** Where an append may be that no load shows. */
  private static final long ANYWHERE = Long.MAX_VALUE;

  private final StreamFacts facts;
  private final RunningMax reachable = new RunningMax();
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

  void finish() {
    for (Batch batch : facts.events.batches()) {
      long version = reach(batch);
      if (batch.size > 0 && version > 0) {
        reachable.add(batch.invokedNs(), version, batch.any().line());
      }
    }
    for (Batch batch : facts.events.batches()) {
      for (Attempt attempt : batch.attempts()) {
        if (attempt.outcome() instanceof Conflict conflict) {
          checkJustified(attempt);
          checkActual(attempt, conflict.actual());
        }
      }
    }
  }

  /** Conflicts that only an unknown outcome explains, if anything. */
  long unexplained() {
    return unexplained;
  }

  /** Returns the highest version that the batch gives the stream: 0 where it is not in it. */
  private static long reach(Batch batch) {
    Attempt acknowledged = batch.acknowledged();
    if (acknowledged != null) {
      return acknowledged.told();
    }
    long base = batch.seenBase();
    if (base >= 0) {
      return base + batch.size;
    }
    return batch.mayBeStored() ? ANYWHERE : 0;
  }

  private void checkJustified(Attempt attempt) {
    ExpectedVersion expected = attempt.expected();
    long certain = facts.certainBefore(attempt.span().invokedNs());
    long highest = reachable.versionBefore(attempt.span().completedNs());
    if (expected instanceof ExpectedVersion.Any) {
      facts.findings.add(Anomaly.FALSE_CONFLICT, "%s", attempt);
    } else if (expected instanceof ExpectedVersion.StreamExists) {
      if (certain > 0) {
        facts.findings.add(
            Anomaly.FALSE_CONFLICT, "%s, though version %d was told before", attempt, certain);
      }
    } else {
      long version = expected instanceof ExpectedVersion.Exact exact ? exact.version() : 0;
      if (certain >= version && highest <= version) {
        facts.findings.add(
            Anomaly.FALSE_CONFLICT,
            "%s; that version had been told before, and by then no append had been sent that is"
                + " behind it, or can be",
            attempt);
      } else if (certain <= version && highest == ANYWHERE) {
        unexplained++;
      }
    }
  }

  private void checkActual(Attempt attempt, long actual) {
    boolean isExpected =
        attempt.expected().isMetBy(actual) && !(attempt.expected() instanceof ExpectedVersion.Any);
    if (isExpected
        || actual < 0
        || actual > facts.versions.highest()
        || isInside(actual)
        || wasSentLater(attempt, actual)) {
      facts.findings.add(Anomaly.WRONG_ACTUAL, "%s", attempt);
    }
  }

  /** Returns whether an append spans the version and goes on behind it. */
  private boolean isInside(long version) {
    int shown = facts.versions.shown(version);
    if (shown >= 0) {
      return facts.events.batchOf(shown).last() != shown;
    }
    Attempt attempt = facts.versions.acknowledged(version);
    return attempt != null && attempt.told() != version;
  }

  private boolean wasSentLater(Attempt conflict, long version) {
    int shown = facts.versions.shown(version);
    Attempt acknowledged = facts.versions.acknowledged(version);
    Batch batch =
        shown >= 0
            ? facts.events.batchOf(shown)
            : acknowledged == null ? null : acknowledged.batch();
    return batch != null && batch.invokedNs() > conflict.span().completedNs();
  }
}
