package dev.slicebench.conformance.history.check;

import dev.slicebench.conformance.history.check.RunningMax.Entry;
import dev.slicebench.conformance.history.check.StreamFacts.Claim;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What loads and heads say of the stream's end, against what was told before they began. */
final class RealTimeChecks {

  private final StreamFacts facts;
  private final Places places;

  RealTimeChecks(StreamFacts facts, Places places) {
    this.facts = facts;
    this.places = places;
  }

  void finish() {
    for (Claim claim : facts.claims) {
      if (!claim.isLoad()) {
        checkHead(claim);
      }
      checkAcknowledged(claim, beyond(facts.acknowledged, claim));
      checkLoaded(claim, beyond(facts.loaded, claim));
      checkHeads(claim, beyond(facts.heads, claim));
      checkConflict(claim, beyond(facts.conflicts, claim));
    }
    places.check(
        facts.acknowledged,
        Sentence.OK_IN_REACH,
        Sentence.STANDS_BEHIND_WHAT_WAS_TOLD,
        "an append was told");
    places.check(
        facts.loaded, Sentence.LOAD_IN_REACH, Sentence.STANDS_BEHIND_WHAT_WAS_TOLD, "a load shows");
    places.check(facts.heads, Sentence.HEAD_IN_REACH, Sentence.HEAD_IN_REACH, "a head was told:");
    places.check(
        facts.conflicts,
        Sentence.ACTUAL_IN_REACH,
        Sentence.ACTUAL_IN_REACH,
        "a conflict was told at");
  }

  private void checkHead(Claim head) {
    if (head.upper() < 0) {
      facts.findings.add(Sentence.HEAD_IN_REACH, "%s", head);
    }
    if (places.isInside(head.upper())) {
      facts.findings.add(
          Sentence.HEAD_ENDS_AN_APPEND,
          "%s, in the midst of an append; %s",
          head,
          Objects.requireNonNull(places.owner(head.upper())).any());
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
          Sentence.OK_IS_STORED, "%s; yet, later, %s, and no load shows them", attempt, claim);
    } else if (claim.isLoad()
        && facts.versions.wasShownBefore(version, claim.span().invokedNs())
        && !facts.versions.isShownAfter(version, claim.span().invokedNs())) {
      facts.findings.add(
          Sentence.OK_STAYS,
          "%s; line %d: a load shows them; yet, later, %s",
          attempt,
          facts.versions.line(version),
          claim);
    } else {
      facts.findings.add(stale(claim), "%s; yet, later, %s", attempt, claim);
    }
  }

  private void checkLoaded(Claim claim, @Nullable Entry told) {
    if (told == null) {
      return;
    }
    long version = told.version();
    Sentence broken = Sentence.LOAD_SHOWS_WHAT_WAS_LOADED;
    if (!claim.isLoad()) {
      broken = Sentence.HEAD_SHOWS_WHAT_WAS_LOADED;
    } else if (!facts.versions.isShownAfter(version, claim.span().invokedNs())) {
      int event = facts.versions.shown(version);
      broken =
          event >= 0 && facts.events.batchOf(event).acknowledged() != null
              ? Sentence.OK_STAYS
              : Sentence.STAYS;
    }
    facts.findings.add(
        broken, "line %d: a load shows version %d; yet, later, %s", told.line(), version, claim);
  }

  private void checkHeads(Claim claim, @Nullable Entry told) {
    if (told == null) {
      return;
    }
    Sentence broken = Sentence.HEAD_SHOWS_WHAT_WAS_LOADED;
    if (claim.isLoad()) {
      broken =
          places.owner(told.version()) == null
              ? Sentence.HEAD_STAYS
              : Sentence.LOAD_SHOWS_WHAT_WAS_TOLD;
    }
    facts.findings.add(
        broken,
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
        places.owner(told.version()) == null ? Sentence.ACTUAL_STAYS : stale(claim),
        "line %d: a conflict told version %d; yet, later, %s",
        told.line(),
        told.version(),
        claim);
  }

  private static Sentence stale(Claim claim) {
    return claim.isLoad() ? Sentence.LOAD_SHOWS_WHAT_WAS_TOLD : Sentence.HEAD_SHOWS_WHAT_WAS_TOLD;
  }
}
