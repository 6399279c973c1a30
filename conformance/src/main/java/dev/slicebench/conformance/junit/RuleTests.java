package dev.slicebench.conformance.junit;

import dev.slicebench.conformance.StoreUnderTest;
import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.verify.RuleResult;
import dev.slicebench.conformance.verify.RuleRunner;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/** A test a rule. */
final class RuleTests {

  private static final long SEED = Long.getLong("slicebench.seed", 20261125L);

  private RuleTests() {}

  static Stream<DynamicTest> of(StoreUnderTest subject, Set<RuleGroup> groups) {
    String prefix = "conformance-" + UUID.randomUUID().toString().substring(0, 8) + "-";
    Path histories = Path.of(System.getProperty("java.io.tmpdir"), prefix + "histories");
    RuleRunner runner = new RuleRunner(subject, prefix, SEED, 1, histories);
    return Rules.all().stream()
        .filter(rule -> groups.contains(rule.group()))
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.id() + " " + rule.text(), () -> report(runner.judge(rule))));
  }

  private static void report(RuleResult judgement) {
    if (judgement.isFailure()) {
      throw new AssertionError(
          "rule %s: %s (seed %d)".formatted(judgement.rule().id(), judgement.detail(), SEED));
    }
    if (judgement.verdict().outcome() == Outcome.SKIP) {
      Assumptions.abort("not asked: " + judgement.detail());
    }
    if (judgement.verdict().outcome() == Outcome.INCONCLUSIVE) {
      Assumptions.abort("inconclusive: " + judgement.detail());
    }
  }
}
