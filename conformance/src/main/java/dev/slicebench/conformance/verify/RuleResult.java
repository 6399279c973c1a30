package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.Verdict;
import dev.slicebench.evidence.verification.VerificationReport.Finding;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import java.nio.file.Path;
import java.util.List;

/**
 * What came of asking a rule.
 *
 * @param histories the files of what happened meanwhile
 */
public record RuleResult(Rule rule, Verdict verdict, List<Path> histories) {

  /** Whether the rule was seen broken. */
  public boolean isFailure() {
    return verdict.outcome() == Outcome.FAIL;
  }

  /** The verdict's reason, witness or counts. */
  public String detail() {
    return verdict.detail();
  }

  /** Returns the rule and its verdict as a report has them. */
  Finding finding() {
    return rule.finding(verdict.outcome(), verdict.detail());
  }
}
