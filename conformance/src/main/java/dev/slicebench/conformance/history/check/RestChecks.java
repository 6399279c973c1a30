package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.HistoryLine.Load;
import dev.slicebench.conformance.history.HistoryLine.Span;
import dev.slicebench.conformance.history.ReadOutcome;

/** The stream's last state: whether it can still be appended to, and loaded. */
final class RestChecks {

  private static final int TRIES = 10;
  private static final int LOADS = 3;

  private final StreamFacts facts;
  private long healedNs = Long.MIN_VALUE;
  private long lastLoadedNs = Long.MIN_VALUE;
  private int failedLoads;
  private String failedLoad = "";

  RestChecks(StreamFacts facts) {
    this.facts = facts;
  }

  void heal(long atNs) {
    healedNs = Math.max(healedNs, atNs);
    failedLoads = 0;
  }

  void load(int line, Load load) {
    Span span = load.span();
    if (load.outcome() instanceof ReadOutcome.Complete) {
      lastLoadedNs = Math.max(lastLoadedNs, span.completedNs());
      failedLoads = 0;
    } else if (load.outcome() instanceof ReadOutcome.Failed failed
        && !failed.isOutage()
        && span.invokedNs() > Math.max(lastLoadedNs, healedNs)) {
      failedLoads++;
      failedLoad = "line " + line + ": " + failed.why();
    }
  }

  void finish() {
    if (failedLoads >= LOADS) {
      facts.findings.add(
          Sentence.REST_READABLE, "the last %d loads failed; %s", failedLoads, failedLoad);
    }
    checkWedged();
  }

  private void checkWedged() {
    long restNs = healedNs;
    long open = 0;
    for (Batch batch : facts.events.batches()) {
      for (Attempt attempt : batch.attempts()) {
        if (attempt.isAcknowledged()) {
          restNs = Math.max(restNs, attempt.span().completedNs());
        }
      }
    }
    for (Batch batch : facts.events.batches()) {
      if (batch.acknowledged() == null && batch.mayBeStored() && batch.invokedNs() <= restNs) {
        open++;
      }
    }
    long tries = 0;
    Attempt last = null;
    for (Batch batch : facts.events.batches()) {
      for (Attempt attempt : batch.attempts()) {
        long invokedNs = attempt.span().invokedNs();
        if (invokedNs > restNs && attempt.expected().isMetBy(facts.certainBefore(invokedNs))) {
          tries++;
          last = attempt;
        }
      }
    }
    if (last != null && tries >= TRIES + open) {
      facts.findings.add(
          Sentence.REST_APPENDABLE,
          "since the last fault and the last success, %d appends failed that expected the version"
              + " there was; such as %s",
          tries,
          last);
    }
  }
}
