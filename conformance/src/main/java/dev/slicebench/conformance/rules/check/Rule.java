package dev.slicebench.conformance.rules.check;

import dev.slicebench.conformance.Capability;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.evidence.verification.RuleKind;
import java.util.Set;

/**
 * A numbered promise, and how to find out whether it is kept.
 *
 * @param id group and number, such as {@code 5.3}; never given to another rule
 * @param kind what its verdicts mean
 * @param text the promise, with MUST or SHOULD
 * @param intent in a line, what goes wrong for a user where it is broken
 * @param needs what must be at hand to ask
 */
public record Rule(
    String id,
    RuleGroup group,
    RuleKind kind,
    String text,
    String intent,
    Set<Capability> needs,
    Check check) {

  /** Asks a subject. */
  @FunctionalInterface
  public interface Check {
    /**
     * Returns the verdict. A {@link BrokenRuleException} is a failure of the subject, unless calls
     * failed meanwhile for reasons of their own; so is any other exception that tells of no outage.
     * An outage, and a {@link RefusedException}, leave the rule open, and it is asked again.
     */
    RuleVerdict ask(RuleContext context) throws Exception;
  }

  /** A check that moves much data. */
  private record Large(Check check) implements Check {
    @Override
    public RuleVerdict ask(RuleContext context) throws Exception {
      return check.ask(context);
    }
  }

  /** A check of what was written long before. */
  public interface Prepared extends Check {

    /**
     * Writes what is looked at when the rule is asked; without that, it is written then. Only what
     * was acknowledged at once counts, so that a failure here is none of the rule.
     */
    void prepare(RuleContext context) throws Exception;
  }

  /** Returns the same rule, as one that takes much data: it is asked after those that do not. */
  public Rule large() {
    return new Rule(id, group, kind, text, intent, needs, new Large(check));
  }

  /** Returns whether it takes much data. */
  public boolean isLarge() {
    return check instanceof Large;
  }

  /** Returns whether it is about what was written long before. */
  public boolean isOfOld() {
    return check instanceof Prepared;
  }
}
