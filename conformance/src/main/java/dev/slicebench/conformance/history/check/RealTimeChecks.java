package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.check.RunningMax.Entry;
import dev.slicebench.conformance.history.check.StreamFacts.Claim;
import org.jspecify.annotations.Nullable;

/** What loads and heads say of the stream's end, against what was told before they began. */
final class RealTimeChecks {

  private final StreamFacts facts;

  RealTimeChecks(StreamFacts facts) {
    this.facts = facts;
  }

  void finish() {
    for (Claim claim : facts.claims) {
      if (!claim.isLoad() && claim.upper() > facts.versions.highest()) {
        facts.findings.add(
            Anomaly.HEAD_BEYOND_EVENTS,
            "%s, though only %d events were ever sent",
            claim,
            facts.versions.highest());
      }
      checkAcknowledged(claim, beyond(facts.acknowledged, claim));
      checkLoaded(claim, beyond(facts.loaded, claim));
      checkHead(claim, beyond(facts.heads, claim));
      checkConflict(claim, beyond(facts.conflicts, claim));
    }
  }

  private static @Nullable Entry beyond(RunningMax told, Claim claim) {
    Entry entry = told.before(claim.span().invokedNs());
    return entry == null || entry.version() <= claim.upper() ? null : entry;
  }

  private void checkAcknowledged(Claim claim, @Nullable Entry told) {
    if (told == null) {
      return;
    }
    Attempt attempt = facts.versions.acknowledged(told.version());
    if (attempt == null) {
      return;
    }
    long version = attempt.told();
    int seenAt = facts.events.seenAt(attempt.batch().last());
    if (seenAt > 0 && seenAt != version) {
      // The version told is what is wrong.
      return;
    }
    if (claim.isLoad() && seenAt == 0) {
      facts.findings.add(
          Anomaly.LOST_APPEND, "%s; yet, later, %s, and no load shows them", attempt, claim);
    } else if (claim.isLoad()
        && facts.versions.wasShownBefore(version, claim.span().invokedNs())
        && !facts.versions.isShownAfter(version, claim.span().invokedNs())) {
      facts.findings.add(
          Anomaly.VANISHED_EVENT,
          "%s; line %d: a load shows them; yet, later, %s",
          attempt,
          facts.versions.line(version),
          claim);
    } else {
      facts.findings.add(Anomaly.STALE_READ, "%s; yet, later, %s", attempt, claim);
    }
  }

  private void checkLoaded(Claim claim, @Nullable Entry told) {
    if (told == null) {
      return;
    }
    long version = told.version();
    Anomaly anomaly = Anomaly.NON_MONOTONIC_READ;
    if (!claim.isLoad()) {
      anomaly = Anomaly.NON_MONOTONIC_HEAD;
    } else if (!facts.versions.isShownAfter(version, claim.span().invokedNs())) {
      int event = facts.versions.shown(version);
      anomaly =
          event >= 0 && facts.events.batchOf(event).acknowledged() != null
              ? Anomaly.VANISHED_EVENT
              : Anomaly.ABORTED_READ;
    }
    facts.findings.add(
        anomaly, "line %d: a load shows version %d; yet, later, %s", told.line(), version, claim);
  }

  private void checkHead(Claim claim, @Nullable Entry told) {
    if (told == null) {
      return;
    }
    Anomaly anomaly = Anomaly.NON_MONOTONIC_HEAD;
    if (claim.isLoad()) {
      anomaly = isKnown(told.version()) ? Anomaly.STALE_READ : Anomaly.HEAD_BEYOND_EVENTS;
    }
    facts.findings.add(
        anomaly,
        "line %d: a head of %d was told; yet, later, %s",
        told.line(),
        told.version(),
        claim);
  }

  private void checkConflict(Claim claim, @Nullable Entry told) {
    if (told == null) {
      return;
    }
    facts.findings.add(
        isKnown(told.version()) ? Anomaly.STALE_READ : Anomaly.WRONG_ACTUAL,
        "line %d: a conflict told version %d; yet, later, %s",
        told.line(),
        told.version(),
        claim);
  }

  private boolean isKnown(long version) {
    return facts.versions.shown(version) >= 0 || facts.versions.acknowledged(version) != null;
  }
}
