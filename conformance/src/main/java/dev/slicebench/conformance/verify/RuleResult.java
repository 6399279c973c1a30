package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.Verdict;
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
    return verdict instanceof Verdict.Fail;
  }

  /** The verdict's reason, witness or counts. */
  public String detail() {
    if (verdict instanceof Verdict.Fail fail) {
      return fail.witness();
    }
    if (verdict instanceof Verdict.Skip skip) {
      return skip.reason();
    }
    return verdict instanceof Verdict.Inconclusive inconclusive
        ? inconclusive.reason()
        : ((Verdict.Pass) verdict).seen();
  }
}
