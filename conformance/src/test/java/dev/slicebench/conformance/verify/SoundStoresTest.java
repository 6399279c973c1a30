package dev.slicebench.conformance.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.verify.UnreliableCalls.Habit;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.VerificationReport.Finding;
import dev.slicebench.evidence.verification.VerificationReport.ModeReport;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateStore;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No rule accuses a store that keeps its promises and does not always answer. {@code
 * -Dslicebench.seeds=N} tries N seeds, each with every mode; without it, one seed with one mode a
 * habit.
 */
class SoundStoresTest {

  private static final long SEED = Long.getLong("slicebench.seed", 20261126L);
  private static final int SEEDS = Integer.getInteger("slicebench.seeds", 0);

  @TempDir private Path folder = Path.of("");

  static Stream<Arguments> stores() {
    Stream.Builder<Arguments> stores = Stream.builder();
    SliceMode[] modes = SliceMode.values();
    int next = 0;
    for (Habit habit : Habit.values()) {
      for (int everyNth : new int[] {50, 500, 2_000}) {
        if (SEEDS == 0 && everyNth != (habit == Habit.REFUSES ? everyNth : 500)) {
          continue;
        }
        for (int i = 0; i < Math.max(1, SEEDS); i++) {
          List<SliceMode> asked =
              SEEDS == 0 ? List.of(modes[next++ % modes.length]) : List.of(modes);
          stores.add(Arguments.of(habit, everyNth, SEED + i, asked));
        }
      }
    }
    return stores.build();
  }

  @SuppressWarnings("try") // The client may be interrupted as it closes, which fails the test.
  @ParameterizedTest(name = "{0}, one in {1}, seed {2}, {3}")
  @MethodSource("stores")
  void isNotAccused(Habit habit, int everyNth, long seed, List<SliceMode> modes) throws Exception {
    try (Sidecar sidecar = EmbeddedSidecar.start(BuiltIn.EMBEDDED_STRICT);
        DaprClient client =
            new DaprClientBuilder()
                .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
                .build()) {
      UnreliableCalls calls = new UnreliableCalls(habit, everyNth, seed);
      StateStore store =
          new DaprStateStore(client, sidecar.info().component().name()).intercepted(calls);
      VerifyOptions order = new VerifyOptions(modes, Rules.all(), "quick", 1, 0, seed, folder);
      VerificationReport report;
      try (Verification verification = new Verification(sidecar, List.of(store), order)) {
        report = verification.run((number, total, subject, rule) -> {});
      }

      assertThat(calls.happened()).as("calls that failed, seed %d", seed).isPositive();
      assertThat(report.storeProbes())
          .as("seed %d", seed)
          .filteredOn(finding -> finding.outcome() == Outcome.FAIL)
          .isEmpty();
      for (ModeReport mode : report.modes()) {
        assertThat(mode.findings())
            .as("%s, seed %d", mode.mode(), seed)
            .filteredOn(finding -> finding.outcome() == Outcome.FAIL)
            .isEmpty();
        assertThat(mode.verdict()).isIn(Verdict.SAFE, Verdict.INCONCLUSIVE);
      }
      print(report);
    }
  }

  /** What such a store leaves open. */
  private static void print(VerificationReport report) {
    for (ModeReport mode : report.modes()) {
      long open = mode.findings().stream().filter(Finding::isOpen).count();
      System.out.printf("%s %s, %d rules open%n", mode.mode(), mode.verdict(), open);
    }
  }
}
