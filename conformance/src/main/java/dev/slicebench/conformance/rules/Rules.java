package dev.slicebench.conformance.rules;

import dev.slicebench.conformance.rules.check.Rule;
import java.util.List;
import java.util.stream.Stream;

/** All rules, in the order of their numbers. */
public final class Rules {

  private static final List<Rule> ALL =
      Stream.of(
              AppendRules.rules(),
              OldStreamRules.rules(),
              IdempotencyRules.rules(),
              ReadRules.rules(),
              IsolationRules.rules(),
              ConcurrencyRules.rules(),
              FaultRules.rules(),
              StoreProbeRules.rules())
          .flatMap(List::stream)
          .toList();

  private Rules() {}

  /** Returns every rule. */
  public static List<Rule> all() {
    return ALL;
  }

  /** Returns the rule that a soak asks over and over. */
  public static Rule longRace() {
    return of(FaultRules.LONG_RACE);
  }

  /**
   * Returns the rule of a number.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Rule of(String id) {
    return ALL.stream()
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no rule " + id));
  }
}
