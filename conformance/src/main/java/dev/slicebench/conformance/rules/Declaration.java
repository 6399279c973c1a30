package dev.slicebench.conformance.rules;

import dev.slicebench.conformance.rules.Rule.Check;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.evidence.verification.RuleKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Declares rules of one group that need the same.
 *
 * @param needs what each of the rules needs
 */
record Declaration(RuleGroup group, Set<Need> needs) {

  /** A check that throws where the rule is broken. */
  @FunctionalInterface
  interface Attempt {
    void on(Trial trial) throws Exception;
  }

  static Declaration of(RuleGroup group, Need... needs) {
    return new Declaration(group, Set.of(needs));
  }

  /** Rules that need more. */
  Declaration with(Need... more) {
    Set<Need> all = EnumSet.copyOf(needs);
    all.addAll(List.of(more));
    return new Declaration(group, Set.copyOf(all));
  }

  Rule must(String id, String text, String intent, Attempt attempt) {
    return new Rule(id, group, RuleKind.REQUIRED, text, intent, needs, passing(attempt));
  }

  Rule should(String id, String text, String intent, Attempt attempt) {
    return new Rule(id, group, RuleKind.OPTIONAL, text, intent, needs, passing(attempt));
  }

  Rule stochastic(String id, String text, String intent, Check check) {
    return new Rule(id, group, RuleKind.STOCHASTIC, text, intent, needs, check);
  }

  private static Check passing(Attempt attempt) {
    return trial -> {
      attempt.on(trial);
      return new Verdict.Pass("held");
    };
  }
}
