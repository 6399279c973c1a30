package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.AppendOutcome.Acknowledged;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.ExpectedVersion;
import org.jspecify.annotations.Nullable;

/** What appends were told, against each other and against what loads show. */
final class AppendChecks {

  private final StreamFacts facts;

  AppendChecks(StreamFacts facts) {
    this.facts = facts;
  }

  /** Notes what was acknowledged, before the loads are checked. */
  void gather() {
    for (Batch batch : facts.events.batches()) {
      for (Attempt attempt : batch.attempts()) {
        if (attempt.outcome() instanceof Acknowledged ok) {
          checkTold(attempt, ok.result());
          note(attempt);
        }
      }
    }
  }

  private void checkTold(Attempt attempt, AppendResult result) {
    long base = attempt.told() - attempt.batch().size;
    ExpectedVersion expected = attempt.expected();
    boolean isElsewhere =
        expected instanceof ExpectedVersion.Exact
            || expected instanceof ExpectedVersion.NoStream
            || !result.repeat();
    if (attempt.told() < attempt.batch().size
        || attempt.told() > facts.versions.highest()
        || (isElsewhere && !expected.isMetBy(base))) {
      facts.findings.add(
          Anomaly.WRONG_VERSION,
          "%s, which %d events cannot have behind what was expected",
          attempt,
          attempt.batch().size);
    }
    if (attempt.batch().size == 0) {
      return;
    }
    if (result.createdStream() != (base == 0)) {
      facts.findings.add(Anomaly.WRONG_FLAG, "%s", attempt);
    }
    if (!result.repeat()) {
      checkFirst(attempt);
    }
  }

  /**
   * An append that was the first to send its events may yet be told that it was a repeat: whose own
   * answer was lost finds its events stored, and cannot tell by whom.
   */
  private void checkFirst(Attempt attempt) {
    for (Attempt other : attempt.batch().attempts()) {
      if (other.isAcknowledged() && other.span().isBefore(attempt.span())) {
        facts.findings.add(Anomaly.WRONG_FLAG, "%s; later %s", other, attempt);
      }
    }
  }

  private void note(Attempt attempt) {
    if (attempt.batch().size == 0) {
      // Writes nothing, and tells where the stream ends.
      facts.head(attempt.line(), attempt.span(), attempt.told());
      return;
    }
    facts.acknowledged.add(attempt.span().completedNs(), attempt.told(), attempt.line());
    acknowledge(attempt);
  }

  private void acknowledge(Attempt attempt) {
    for (int i = 0; i < attempt.batch().size; i++) {
      long version = attempt.told() - i;
      if (!facts.versions.canBe(version)) {
        return;
      }
      Attempt other = facts.versions.acknowledged(version);
      if (other != null && other.batch() != attempt.batch()) {
        facts.findings.add(Anomaly.TWO_APPENDS_AT_ONE_VERSION, "%s; %s", other, attempt);
        return;
      }
      facts.versions.acknowledge(version, attempt);
    }
  }

  /** Checks acknowledgements against all loads. */
  void finish() {
    for (Batch batch : facts.events.batches()) {
      for (Attempt attempt : batch.attempts()) {
        if (attempt.isAcknowledged()) {
          checkSeen(attempt);
        }
      }
    }
    checkOrder();
  }

  private void checkSeen(Attempt attempt) {
    Batch batch = attempt.batch();
    for (int i = 0; i < batch.size; i++) {
      int event = batch.first + i;
      long version = attempt.told() - batch.size + 1 + i;
      int seenAt = facts.events.seenAt(event);
      int shown = facts.versions.shown(version);
      if (seenAt > 0 && seenAt != version) {
        facts.findings.add(
            Anomaly.WRONG_VERSION,
            "%s; yet line %d: a load shows %s at version %d",
            attempt,
            facts.events.seenLine(event),
            facts.events.event(event),
            seenAt);
        return;
      }
      if (seenAt == 0 && shown >= 0) {
        facts.findings.add(
            Anomaly.LOST_APPEND,
            "%s; yet line %d: a load shows %s at version %d, and no load shows %s",
            attempt,
            facts.versions.line(version),
            facts.events.event(shown),
            version,
            facts.events.event(event));
        return;
      }
    }
  }

  /** From the last version to the first: who stands below began before who stands above ended. */
  private void checkOrder() {
    Attempt earliest = null;
    for (long version = facts.versions.highest(); version >= 1; version--) {
      Batch batch = beginningAt(version);
      if (batch == null) {
        continue;
      }
      if (earliest != null && earliest.span().completedNs() < batch.invokedNs()) {
        facts.findings.add(
            Anomaly.REORDER,
            "%s; later %s; yet its events stand from version %d, before the other's",
            earliest,
            batch.any(),
            version);
      }
      Attempt acknowledged = batch.acknowledged();
      if (acknowledged != null
          && (earliest == null
              || acknowledged.span().completedNs() < earliest.span().completedNs())) {
        earliest = acknowledged;
      }
    }
  }

  private @Nullable Batch beginningAt(long version) {
    int shown = facts.versions.shown(version);
    if (shown >= 0) {
      Batch batch = facts.events.batchOf(shown);
      return batch.first == shown ? batch : null;
    }
    Attempt attempt = facts.versions.acknowledged(version);
    return attempt != null && attempt.told() - attempt.batch().size + 1 == version
        ? attempt.batch()
        : null;
  }
}
