package dev.slicebench.conformance.rules.check;

import dev.slicebench.evidence.verification.Tally;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;

/**
 * The verdict on a rule, as a report has it.
 *
 * @param detail the witness of a failure, which a person can check by hand; the reason why the rule
 *     was skipped or left open; the counts of what was looked at
 * @param tally what happened in the history that was checked for a rule that passed; {@link
 *     Tally#NONE} where there was none
 */
public record RuleVerdict(Outcome outcome, String detail, Tally tally) {

  /** Returns that the rule held, as far as was looked. */
  public static RuleVerdict pass(String seen) {
    return pass(seen, Tally.NONE);
  }

  /** Returns that the rule held in a history. */
  public static RuleVerdict pass(String seen, Tally tally) {
    return new RuleVerdict(Outcome.PASS, seen, tally);
  }

  /** Returns that the rule is broken. */
  public static RuleVerdict fail(String witness) {
    return new RuleVerdict(Outcome.FAIL, witness, Tally.NONE);
  }

  /** Returns that the rule was not asked. */
  public static RuleVerdict skip(String reason) {
    return new RuleVerdict(Outcome.SKIP, reason, Tally.NONE);
  }

  /** Returns that the rule was asked, but too little happened, or an assumption did not hold. */
  public static RuleVerdict inconclusive(String reason) {
    return new RuleVerdict(Outcome.INCONCLUSIVE, reason, Tally.NONE);
  }
}
