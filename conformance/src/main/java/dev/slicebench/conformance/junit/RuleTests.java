package dev.slicebench.conformance.junit;

import dev.slicebench.conformance.StoreUnderTest;
import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.verify.RuleResult;
import dev.slicebench.conformance.verify.RuleRunner;
import dev.slicebench.evidence.verification.RuleGroup;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/**
 * A test a rule, and at the end a word on those that were not asked. What rules look at late is
 * written before all others are asked, and those are asked last.
 */
final class RuleTests {

  private static final long SEED = Long.getLong("slicebench.seed", 20261125L);
  private static final int SCALE = Integer.getInteger("slicebench.scale", 1);

  /** Of races: where appends take microseconds, few of them meet at the wrong moment. */
  private static final int RACE_SCALE = 3;

  private final StoreUnderTest subject;
  private final List<Rule> rules;
  private final RuleRunner runner;
  private final RuleRunner races;
  private final Map<String, List<String>> openByReason = new LinkedHashMap<>();
  private int kept;

  private RuleTests(StoreUnderTest subject, Set<RuleGroup> groups) {
    this.subject = subject;
    this.rules =
        Rules.all().stream()
            .filter(rule -> groups.contains(rule.group()))
            .sorted(Comparator.comparing(Rule::isOfOld))
            .toList();
    String prefix = "conformance-" + UUID.randomUUID().toString().substring(0, 8) + "-";
    Path histories = Path.of(System.getProperty("java.io.tmpdir"), prefix + "histories");
    this.runner = new RuleRunner(subject, prefix, SEED, SCALE, histories);
    this.races = new RuleRunner(subject, prefix, SEED, SCALE * RACE_SCALE, histories);
  }

  /**
   * Returns the tests, to be run one after another.
   *
   * @param out is told the summary when the stream is closed
   */
  static Stream<DynamicTest> of(
      StoreUnderTest subject, Set<RuleGroup> groups, Consumer<String> out) {
    RuleTests tests = new RuleTests(subject, groups);
    tests.runner.prepare(tests.rules);
    return tests.rules.stream().map(tests::test).onClose(() -> out.accept(tests.summary()));
  }

  /**
   * With a source that is no method: else Surefire calls each of them by the method that made it.
   */
  private DynamicTest test(Rule rule) {
    RuleRunner asking = rule.group() == RuleGroup.CONCURRENCY ? races : runner;
    return DynamicTest.dynamicTest(
        rule.id() + " " + rule.text(),
        URI.create("rule:" + rule.id()),
        () -> report(asking.judge(rule)));
  }

  private void report(RuleResult result) {
    switch (result.verdict().outcome()) {
      case PASS -> kept++;
      case FAIL ->
          throw new AssertionError(
              "rule %s: %s (seed %d)".formatted(result.rule().id(), result.detail(), SEED));
      case SKIP -> leaveOpen(result.rule(), "not asked: " + result.detail());
      case INCONCLUSIVE ->
          leaveOpen(
              result.rule(),
              "inconclusive: %s; -Dslicebench.scale=%d tries more"
                  .formatted(result.detail(), 10 * SCALE));
    }
  }

  private void leaveOpen(Rule rule, String reason) {
    openByReason.computeIfAbsent(reason, none -> new ArrayList<>()).add(rule.id());
    Assumptions.abort(reason);
  }

  private String summary() {
    StringBuilder summary =
        new StringBuilder(
            "%s: %d of %d rules kept (seed %d)%n"
                .formatted(subject.label(), kept, rules.size(), SEED));
    openByReason.forEach(
        (reason, ids) -> summary.append("  %s: %s%n".formatted(reason, String.join(", ", ids))));
    return summary.toString();
  }
}
