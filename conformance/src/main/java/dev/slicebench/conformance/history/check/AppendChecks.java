package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.AppendOutcome.Acknowledged;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.ExpectedVersion;

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
      if (batch.size > 0) {
        checkTogether(batch);
      }
    }
  }

  private void checkTold(Attempt attempt, AppendResult result) {
    int size = attempt.batch().size;
    long base = attempt.told() - size;
    ExpectedVersion expected = attempt.expected();
    boolean isThere =
        expected instanceof ExpectedVersion.Exact
            || expected instanceof ExpectedVersion.NoStream
            || !result.repeat()
            || size == 0;
    if (attempt.told() < size || (isThere && !expected.isMetBy(base))) {
      facts.findings.add(
          size == 0 ? Sentence.EMPTY_AS_EXPECTED : Sentence.OK_AS_EXPECTED,
          "%s, which %d events cannot have behind what was expected",
          attempt,
          size);
    }
    if (size == 0 && result.createdStream()) {
      facts.findings.add(Sentence.EMPTY_CREATES_NOTHING, "%s", attempt);
    } else if (size > 0 && result.createdStream() != (base == 0)) {
      facts.findings.add(Sentence.OK_CREATED, "%s", attempt);
    }
  }

  /**
   * What several attempts were told. One that was the first to send its events may yet be told that
   * it was a repeat: whose own answer was lost finds its events stored, and cannot tell by whom.
   */
  private void checkTogether(Batch batch) {
    Attempt told = null;
    Attempt writer = null;
    for (Attempt attempt : batch.attempts()) {
      if (!(attempt.outcome() instanceof Acknowledged ok)) {
        continue;
      }
      if (told != null && told.told() != attempt.told()) {
        facts.standsTwice(
            batch,
            told.told() - batch.size,
            attempt.told() - batch.size,
            Sentence.OK_WHERE_IT_STANDS,
            attempt + "; yet " + told);
      }
      told = attempt;
      if (!ok.result().repeat()) {
        if (writer != null && writer.told() == attempt.told()) {
          facts.findings.add(Sentence.OK_REPEAT, "%s; %s", attempt, writer);
        }
        writer = attempt;
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
        facts.findings.add(Sentence.OK_ALONE, "%s; %s", other, attempt);
        return;
      }
      facts.versions.acknowledge(version, attempt);
    }
  }

  /** Checks appends against all loads. */
  void finish() {
    for (Batch batch : facts.events.batches()) {
      if (batch.size > 0) {
        checkPlace(batch);
        for (Attempt attempt : batch.attempts()) {
          if (attempt.outcome() instanceof Acknowledged ok) {
            checkSeen(attempt);
            if (!ok.result().repeat()) {
              checkFirst(attempt);
            }
          }
        }
      }
    }
  }

  private void checkPlace(Batch batch) {
    Attempt told = batch.acknowledged();
    if (told != null
        && told.expected() instanceof ExpectedVersion.StreamExists
        && batch.base == 0
        && !batch.mayStandBehind(batch.base)) {
      facts.findings.add(
          Sentence.STANDS_WHERE_EXPECTED, "%s; nobody sent its events to a new stream", told);
    }
    int first = firstSeen(batch, 0);
    if (first == batch.size) {
      return;
    }
    long base = batch.seenBase();
    String shown = shown(batch, first);
    for (int i = firstSeen(batch, first + 1); i < batch.size; i = firstSeen(batch, i + 1)) {
      long other = facts.events.seenAt(batch.first + i) - i - 1L;
      if (other != base) {
        facts.standsTwice(
            batch, base, other, Sentence.STANDS_AT_ONE_PLACE, shown + "; " + shown(batch, i));
        return;
      }
    }
    if (base < 0) {
      facts.findings.add(Sentence.STANDS_WHOLE, "%s; %s", shown, batch.any());
    } else if (batch.mayBeStored() && told == null && !batch.mayStandBehind(base)) {
      facts.findings.add(Sentence.STANDS_WHERE_EXPECTED, "%s; yet %s", batch.any(), shown);
    }
  }

  private int firstSeen(Batch batch, int from) {
    int i = from;
    while (i < batch.size && facts.events.seenAt(batch.first + i) == 0) {
      i++;
    }
    return i;
  }

  private String shown(Batch batch, int i) {
    int event = batch.first + i;
    return "line %d: a load shows %s at version %d"
        .formatted(
            facts.events.seenLine(event), facts.events.event(event), facts.events.seenAt(event));
  }

  private void checkSeen(Attempt attempt) {
    Batch batch = attempt.batch();
    for (int i = 0; i < batch.size; i++) {
      int event = batch.first + i;
      long base = attempt.told() - batch.size;
      long version = base + 1 + i;
      int seenAt = facts.events.seenAt(event);
      int shown = facts.versions.shown(version);
      if (seenAt > 0 && seenAt != version) {
        facts.standsTwice(
            batch,
            seenAt - i - 1L,
            base,
            Sentence.OK_WHERE_IT_STANDS,
            attempt + "; yet " + shown(batch, i));
        return;
      }
      if (seenAt == 0 && shown >= 0) {
        facts.findings.add(
            Sentence.OK_IS_STORED,
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

  private void checkFirst(Attempt attempt) {
    long sentNs = attempt.span().invokedNs();
    if (attempt.batch().storedBy() < sentNs
        && facts.toldBefore(sentNs) > attempt.told() - attempt.batch().size) {
      facts.findings.add(
          Sentence.OK_REPEAT,
          "%s, and no repeat; yet version %d had been told before, and the same events been sent",
          attempt,
          attempt.told() - attempt.batch().size + 1);
    }
  }
}
