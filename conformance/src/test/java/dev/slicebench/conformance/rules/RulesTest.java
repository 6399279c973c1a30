package dev.slicebench.conformance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.EachStore;
import dev.slicebench.conformance.StoreTest;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.verify.RuleResult;
import dev.slicebench.conformance.verify.RuleRunner;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.evidence.verification.RuleKind;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.store.SliceMode;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the library to the rules about event stores, in every mode of every store. */
@EachStore
class RulesTest extends StoreTest {

  private static final long SEED = Long.getLong("slicebench.seed", System.nanoTime());

  /** Rules of the other groups have tests of their own: they need faults, or no event store. */
  private static final Set<RuleGroup> GROUPS =
      EnumSet.of(
          RuleGroup.APPEND,
          RuleGroup.IDEMPOTENCY,
          RuleGroup.READ,
          RuleGroup.ISOLATION,
          RuleGroup.CONCURRENCY);

  @TempDir private Path folder = Path.of("");

  @TestFactory
  Stream<DynamicContainer> eachSafeModeKeepsThem() {
    return safeModes().stream()
        .map(
            mode -> {
              RuleRunner runner = runner(mode);
              return DynamicContainer.dynamicContainer(
                  mode.name(),
                  rules(GROUPS)
                      .filter(rule -> rule.kind() != RuleKind.OPTIONAL)
                      .map(
                          rule ->
                              DynamicTest.dynamicTest(
                                  rule.id() + " " + rule.text(), () -> holds(runner, rule))));
            });
  }

  private static void holds(RuleRunner runner, Rule rule) {
    RuleResult result = runner.judge(rule);
    assertThat(result.verdict().outcome())
        .as("rule %s, seed %d: %s", rule.id(), SEED, result.detail())
        .isEqualTo(Outcome.PASS);
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("unsafeModes")
  void anUnsafeModeIsSeenToLose(SliceMode mode) {
    RuleResult race = runner(mode).judge(Rules.of("5.1"));

    assertThat(race.verdict().outcome())
        .as("%s, seed %d: %s", mode, SEED, race.detail())
        .isEqualTo(Outcome.FAIL);
  }

  private static Stream<Rule> rules(Set<RuleGroup> groups) {
    return Rules.all().stream()
        .filter(rule -> groups.contains(rule.group()))
        .filter(rule -> !rule.needs().contains(Capability.CLIENT_FAULTS));
  }

  private RuleRunner runner(SliceMode mode) {
    return new RuleRunner(
        new LibraryOnSidecar(sidecar.running(), sidecar.client(), mode),
        newStream() + "-",
        SEED,
        1,
        folder.resolve(store() + "-" + mode));
  }
}
