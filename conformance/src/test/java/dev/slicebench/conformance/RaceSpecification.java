package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.rules.EventStoresAlone;
import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.check.Verdict;
import dev.slicebench.conformance.verify.RuleResult;
import dev.slicebench.conformance.verify.RuleRunner;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.store.SliceMode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Writers and readers at the same streams: what was acknowledged stays, what was refused is not.
 */
abstract class RaceSpecification extends StoreSpecification {

  private static final long SEED = Long.getLong("slicebench.seed", System.nanoTime());

  RaceSpecification(SidecarKind kind, Backend.BuiltIn backend) {
    super(kind, backend);
  }

  @EachSafeMode
  void everyRuleOfConcurrencyIsKept(SliceMode mode, @TempDir Path folder) {
    assertThat(judgements(mode, folder))
        .allSatisfy(
            judgement ->
                assertThat(judgement.verdict())
                    .as("%s, seed %d", judgement.rule().id(), SEED)
                    .isInstanceOf(Verdict.Pass.class));
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("unsafeModes")
  void anUnsafeModeIsSeenToLose(SliceMode mode, @TempDir Path folder) {
    assertThat(judgements(mode, folder))
        .as("%s, seed %d", mode, SEED)
        .filteredOn(RuleResult::isFailure)
        .extracting(judgement -> judgement.rule().id())
        .contains("5.1");
  }

  private List<RuleResult> judgements(SliceMode mode, Path folder) {
    RuleRunner examiner =
        new RuleRunner(new EventStoresAlone(() -> open(mode)), newStream() + "-", SEED, 1, folder);
    return Rules.all().stream()
        .filter(rule -> rule.group() == RuleGroup.CONCURRENCY)
        .map(examiner::judge)
        .toList();
  }
}
