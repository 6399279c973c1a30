package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import java.nio.file.Path;
import java.util.List;

/**
 * What came of asking a rule.
 *
 * @param histories the files of what happened meanwhile
 */
public record RuleResult(Rule rule, RuleVerdict verdict, List<Path> histories) {

  /** Returns whether the rule was seen broken. */
  public boolean isFailure() {
    return verdict.outcome() == Outcome.FAIL;
  }

  /** Returns the verdict's reason, witness or counts. */
  public String detail() {
    return verdict.detail();
  }
}
