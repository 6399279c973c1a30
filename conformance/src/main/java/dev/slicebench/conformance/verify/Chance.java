package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.evidence.verification.FaultKind;
import dev.slicebench.evidence.verification.Power;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.SliceMode;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what to ask again for faults that take place by chance: what a verification has the least
 * power over.
 */
final class Chance {

  /** By then a fault in one of a thousand is seen with 90 %. */
  private static final long ENOUGH = 2500;

  /** The rule that shows most faults of the kind for the time that it takes. */
  private static final Map<FaultKind, String> RULES =
      Map.of(
          FaultKind.CREATE_ALONE, "7.59",
          FaultKind.CREATE_TOGETHER, "7.36",
          FaultKind.ETAG_ALONE, "7.60",
          FaultKind.ETAG_TOGETHER, "7.37",
          FaultKind.RACE_ALONE, "7.51",
          FaultKind.RACE_TOGETHER, "7.54",
          FaultKind.STALE_READ, "7.58",
          FaultKind.KEPT_DELETED, "7.39",
          FaultKind.TORN_TRANSACTION, "7.38");

  /** Of the time, before what no verdict waits for. */
  private static final int SHARE = 6;

  /** Of the time, for the last questions. */
  private static final int RESERVE = 12;

  private final Collection<Rule> rules;
  private final Set<Power> asked = new HashSet<>();

  private @Nullable Duration shareEnds;

  Chance(Collection<Rule> rules) {
    this.rules = rules;
  }

  /**
   * Returns how much of the time is to be left when it has been asked enough.
   *
   * @param left of the time, now
   * @param isLast whether only the last questions are to come, so that all the rest may be used
   */
  Duration until(Duration time, Duration left, boolean isLast) {
    if (shareEnds == null) {
      shareEnds = left.minus(time.dividedBy(SHARE));
    }
    Duration reserve = time.dividedBy(RESERVE);
    return isLast || shareEnds.compareTo(reserve) < 0 ? reserve : shareEnds;
  }

  /**
   * Returns what to ask next: one rule of the store, or all of a mode that judge its races.
   *
   * @param power so far
   * @param decided whether a mode's verdict cannot change any more
   */
  List<Question> next(List<Power> power, Predicate<SliceMode> decided) {
    Optional<Power> least =
        power.stream()
            .filter(one -> one.opportunities() < ENOUGH)
            .filter(
                one ->
                    one.mode() == null ? RULES.containsKey(one.kind()) : !decided.test(one.mode()))
            // Where it was asked already and is as it was, there is nothing to see.
            .filter(one -> !asked.contains(one))
            .min(Comparator.comparingLong(Power::opportunities));
    least.ifPresent(asked::add);
    return least.map(this::questions).orElse(List.of());
  }

  private List<Question> questions(Power power) {
    return rules.stream()
        .filter(
            rule ->
                power.mode() == null
                    ? rule.id().equals(RULES.get(power.kind()))
                    : rule.group() == RuleGroup.CONCURRENCY)
        .map(rule -> new Question(Optional.ofNullable(power.mode()), rule))
        .toList();
  }
}
