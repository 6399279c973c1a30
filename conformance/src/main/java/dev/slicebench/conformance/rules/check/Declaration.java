package dev.slicebench.conformance.rules.check;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.check.Rule.Check;
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
public record Declaration(RuleGroup group, Set<Capability> needs) {

  /** A check that throws where the rule is broken. */
  @FunctionalInterface
  public interface Script {
    void on(RuleContext context) throws Exception;
  }

  public static Declaration of(RuleGroup group, Capability... needs) {
    return new Declaration(group, Set.of(needs));
  }

  /** Rules that need more. */
  public Declaration with(Capability... more) {
    Set<Capability> all = EnumSet.copyOf(needs);
    all.addAll(List.of(more));
    return new Declaration(group, Set.copyOf(all));
  }

  public Rule must(String id, String text, String intent, Script attempt) {
    return new Rule(id, group, RuleKind.REQUIRED, text, intent, needs, passing(attempt));
  }

  public Rule should(String id, String text, String intent, Script attempt) {
    return new Rule(id, group, RuleKind.OPTIONAL, text, intent, needs, passing(attempt));
  }

  public Rule stochastic(String id, String text, String intent, Check check) {
    return new Rule(id, group, RuleKind.STOCHASTIC, text, intent, needs, check);
  }

  private static Check passing(Script attempt) {
    return context -> {
      attempt.on(context);
      return RuleVerdict.pass("held");
    };
  }
}
