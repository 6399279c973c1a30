package dev.slicebench.conformance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.SidecarUnderTest;
import dev.slicebench.conformance.StoreUnderTest;
import dev.slicebench.conformance.rules.FaultRules.FaultPace;
import dev.slicebench.conformance.rules.check.FaultWorkload.Crowd;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.verify.RuleResult;
import dev.slicebench.conformance.verify.RuleRunner;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.evidence.verification.RuleKind;
import dev.slicebench.evidence.verification.Tally;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.store.SliceMode;
import io.dapr.client.DaprClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thirty-two writers at two streams behind a real daprd keep every promise to each other while some
 * of their calls are lost, repeated, late and refused. {@code -Dslicebench.appends=200000} goes on
 * until so many were acknowledged in each mode, and {@code
 * -Djunit.jupiter.execution.timeout.mode=disabled} lets that take hours; {@code -Dslicebench.seed=}
 * decides every random choice.
 */
class ManyWritersTest {

  private static final long APPENDS = Long.getLong("slicebench.appends", 300);
  private static final long SEED = Long.getLong("slicebench.seed", System.nanoTime());
  private static final Crowd CROWD = new Crowd(32, 2, 1);
  private static final FaultPace PACE = new FaultPace(4, 600);

  /** In one history. */
  private static final long MOST_A_ROUND = 4_000;

  /** For as many half minutes a round has patience. */
  private static final int SCALE = 10;

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("try") // Nobody interrupts this thread.
  void keepEveryPromise(SliceMode mode) throws Exception {
    SidecarUnderTest.requireDaprd(SidecarKind.NATIVE);
    // Of daprd's memory nothing can be asked but by key.
    BuiltIn backend = mode == SliceMode.OFF_AND_SHARED_ALL ? BuiltIn.COSMOSDB : BuiltIn.IN_MEMORY;
    try (Sidecar sidecar = Sidecars.start(SidecarKind.NATIVE, backend);
        DaprClient client = SidecarUnderTest.clientOf(sidecar)) {
      StoreUnderTest subject = new LibraryOnSidecar(sidecar, client, mode);
      Tally tally = Tally.NONE;
      for (int round = 0; tally.acknowledged() < APPENDS; round++) {
        tally = tally.plus(round(subject, round, APPENDS - tally.acknowledged()));
      }
      System.out.println(mode + " on " + backend + ", seed " + SEED + ": " + tally);
    }
  }

  private Tally round(StoreUnderTest subject, int number, long wanted) throws IOException {
    long appends = Math.min(wanted, MOST_A_ROUND);
    Rule rule =
        new Rule(
            "many writers",
            RuleGroup.FAULTS,
            RuleKind.STOCHASTIC,
            "",
            "",
            Set.of(Capability.EVENT_STORE, Capability.SEAM),
            context -> FaultRules.longRace(context, CROWD, appends, PACE));
    RuleResult result =
        new RuleRunner(subject, "many-" + number + "-", SEED + number, SCALE, folder).judge(rule);
    assertThat(result.verdict().outcome())
        .as("seed %d: %s", SEED + number, result.detail())
        .isEqualTo(Outcome.PASS);
    for (Path history : result.histories()) {
      Files.delete(history);
    }
    return result.verdict().tally();
  }
}
