package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.AppendOutcome.Conflict;
import dev.slicebench.conformance.history.AppendOutcome.Refused;
import dev.slicebench.conformance.history.AppendOutcome.Unknown;
import dev.slicebench.conformance.history.HistoryLine.Load;
import dev.slicebench.conformance.history.HistoryLine.Span;
import dev.slicebench.conformance.history.ReadOutcome;
import java.util.List;

/** The stream's last state: whether it can still be appended to, and loaded. */
final class RestChecks {

  private static final int TRIES = 10;
  private static final int LOADS = 3;

  private final StreamFacts facts;
  private final List<Attempt> attempts;

  /** The last fault has healed, and the last append was told ok. */
  private final long restNs;

  private long lastLoadEndNs;
  private int failedLoads;
  private String failedLoad = "";

  /**
   * Of a stream whose appends are known.
   *
   * @param healedNs since when no fault goes on
   */
  RestChecks(StreamFacts facts, long healedNs) {
    this.facts = facts;
    this.attempts = facts.events.attempts();
    this.restNs =
        attempts.stream()
            .filter(Attempt::isAcknowledged)
            .mapToLong(attempt -> attempt.span().completedNs())
            .reduce(healedNs, Math::max);
    this.lastLoadEndNs = restNs;
  }

  void load(int line, Load load) {
    Span span = load.span();
    if (load.outcome() instanceof ReadOutcome.Failed failed && !failed.isOutage()) {
      if (span.invokedNs() > lastLoadEndNs && !failed.isOfTheRequest()) {
        failedLoads++;
        failedLoad = "line " + line + ": " + failed.why();
        lastLoadEndNs = span.completedNs();
      }
    } else {
      failedLoads = 0;
      lastLoadEndNs = Math.max(lastLoadEndNs, span.completedNs());
    }
  }

  void finish() {
    if (failedLoads >= LOADS) {
      facts.findings.add(
          Sentence.REST_READABLE, "the last %d loads failed; %s", failedLoads, failedLoad);
    }
    checkWedged();
  }

  /**
   * An append that overlaps another may lose to it, so those that count come one after another. A
   * conflict is told once at most for each append that nobody knows the outcome of, since who tries
   * again expects the version that was told.
   */
  private void checkWedged() {
    long lastEndNs = restNs;
    long conflicts = 0;
    long others = 0;
    Attempt last = null;
    for (Attempt attempt : attempts) {
      if (attempt.span().invokedNs() <= lastEndNs || !countsAtRest(attempt)) {
        continue;
      }
      last = attempt;
      lastEndNs = attempt.span().completedNs();
      if (attempt.outcome() instanceof Conflict) {
        conflicts++;
      } else {
        others++;
      }
    }
    if (last == null) {
      return;
    }
    long failed = others + Math.max(0, conflicts - unknownUntil(lastEndNs));
    if (failed >= TRIES) {
      facts.findings.add(
          Sentence.REST_APPENDABLE,
          "since the last fault and the last success, %d appends in a row failed that expected the"
              + " version told last; such as %s",
          conflicts + others,
          last);
    }
  }

  private boolean countsAtRest(Attempt attempt) {
    return attempt.expected().isMetBy(facts.toldBefore(attempt.span().invokedNs()))
        && !(attempt.outcome() instanceof Refused refused && refused.isOfTheRequestOrOutage());
  }

  private long unknownUntil(long timeNs) {
    return attempts.stream()
        .filter(attempt -> attempt.outcome() instanceof Unknown)
        .filter(attempt -> attempt.span().invokedNs() <= timeNs)
        .count();
  }
}
