package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.evidence.verification.RuleKind;
import dev.slicebench.evidence.verification.VerificationReport.Finding;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.store.SliceMode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A rule to be asked of a subject.
 *
 * @param mode the event store's; empty for the state store
 */
record Question(Optional<SliceMode> mode, Rule rule) {

  /** What those take that take long, against a store on the same machine. */
  private static final Map<String, Integer> TYPICAL_MS =
      Map.of(
          "5.1", 2500, "6.6", 1500, "6.7", 1500, "6.10", 1500, "6.11", 1500, "6.12", 5000, "6.13",
          6000, "6.14", 2400, "6.15", 2000, "7.57", 3000);

  private static final int USUAL_MS = 120;

  /** When it is asked; the sooner, the more it tells of the modes that are wanted. */
  enum Turn {
    /** What modes stand on. */
    FOUNDATIONS,
    /** Races, by which most wrong stores are found. */
    RACES,
    /** All that a mode promises while nothing breaks but single calls. */
    PROMISES,
    /** Broken connections and killed processes. */
    BREAKING,
    /** The same as before with much data. */
    SIZES,
    /** What makes no mode unsafe. */
    THE_REST,
    /** What was written at the beginning, as late as can be. */
    OLD,
    /** What may leave the store broken, which would be laid at the door of other rules. */
    LAST
  }

  Turn turn(Set<String> foundations) {
    if (isLast()) {
      return rule.isOfOld() ? Turn.OLD : Turn.LAST;
    }
    if (rule.kind() == RuleKind.OPTIONAL || (mode.isEmpty() && !foundations.contains(rule.id()))) {
      return Turn.THE_REST;
    }
    if (rule.isLarge()) {
      return Turn.SIZES;
    }
    if (mode.isEmpty()) {
      return Turn.FOUNDATIONS;
    }
    if (rule.group() == RuleGroup.CONCURRENCY) {
      return Turn.RACES;
    }
    return rule.group() == RuleGroup.FAULTS && rule.kind() == RuleKind.STOCHASTIC
        ? Turn.BREAKING
        : Turn.PROMISES;
  }

  /** Returns whether it is asked when all others were, though the time be over. */
  boolean isLast() {
    return rule.isOfOld() || (mode.isEmpty() && rule.needs().contains(Capability.CLIENT_FAULTS));
  }

  /** About how long it takes, in milliseconds; good for proportions only. */
  int typicalMs() {
    return TYPICAL_MS.getOrDefault(rule.id(), USUAL_MS);
  }

  /**
   * Returns the verdict as a report of {@code store} has it.
   *
   * @param store the store's short name
   */
  Finding finding(String store, RuleVerdict verdict) {
    boolean isBroken = verdict.outcome() == Outcome.FAIL;
    return new Finding(
        rule.id(),
        rule.group(),
        rule.kind(),
        verdict.outcome(),
        verdict.detail(),
        isBroken ? "%s/%s-%s.md".formatted(store, owner(), rule.id()) : null);
  }

  /** Returns what stands for the subject in the names of files. */
  String owner() {
    return mode.map(SliceMode::name).orElse(VerificationFiles.STORE);
  }

  /** Whom it is asked of, in words. */
  String subject() {
    return mode.map(SliceMode::name).orElse("the store");
  }
}
