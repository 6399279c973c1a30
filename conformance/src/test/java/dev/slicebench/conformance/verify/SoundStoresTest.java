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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No rule accuses a store that keeps its promises, however slow it is, and though it does not
 * always answer. Every habit is asked with a seed and a mode of its own; {@code
 * -Dslicebench.seeds=8} asks each eight times, with other seeds and modes, which is fifty-six
 * verifications; {@code -Dslicebench.seed=} chooses the first one.
 */
class SoundStoresTest {

  private static final long SEED = Long.getLong("slicebench.seed", 20261126L);
  private static final int SEEDS = Integer.getInteger("slicebench.seeds", 1);

  @TempDir private Path folder = Path.of("");

  static Stream<Arguments> stores() {
    Habit[] habits = Habit.values();
    SliceMode[] modes = SliceMode.values();
    return IntStream.range(0, SEEDS * habits.length)
        .mapToObj(i -> Arguments.of(habits[i % habits.length], SEED + i, modes[i % modes.length]));
  }

  @SuppressWarnings("try") // The client may be interrupted as it closes, which fails the test.
  @ParameterizedTest(name = "{0}, seed {1}, {2}")
  @MethodSource("stores")
  void isNotAccused(Habit habit, long seed, SliceMode mode) throws Exception {
    try (Sidecar sidecar = EmbeddedSidecar.start(BuiltIn.EMBEDDED_STRICT);
        DaprClient client =
            new DaprClientBuilder()
                .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
                .build()) {
      UnreliableCalls calls = new UnreliableCalls(habit, seed);
      StateStore store =
          new DaprStateStore(client, sidecar.info().component().name()).intercepted(calls);
      VerifyOptions order =
          new VerifyOptions(List.of(mode), Rules.all(), "quick", 1, 0, seed, folder);
      VerificationReport report;
      try (Verification verification = new Verification(sidecar, List.of(store), order)) {
        report = verification.run((number, total, subject, rule) -> {});
      }

      if (habit != Habit.ANSWERS) {
        assertThat(calls.happened()).as("calls that it happened to, seed %d", seed).isPositive();
      }
      assertThat(report.storeProbes())
          .as("seed %d", seed)
          .filteredOn(finding -> finding.outcome() == Outcome.FAIL)
          .isEmpty();
      for (ModeReport one : report.modes()) {
        assertThat(one.findings())
            .as("%s, seed %d", mode, seed)
            .filteredOn(finding -> finding.outcome() == Outcome.FAIL)
            .isEmpty();
        assertThat(one.verdict()).isIn(Verdict.SAFE, Verdict.INCONCLUSIVE);
      }
      print(habit, seed, calls.happened(), report);
    }
  }

  private static void print(Habit habit, long seed, int happened, VerificationReport report) {
    for (ModeReport mode : report.modes()) {
      List<String> open =
          mode.findings().stream().filter(Finding::isOpen).map(Finding::rule).toList();
      System.out.printf(
          "| %s | %d | %s | %,d | %s | %s |%n",
          habit, seed, mode.mode(), happened, mode.verdict(), String.join(", ", open));
    }
  }
}
