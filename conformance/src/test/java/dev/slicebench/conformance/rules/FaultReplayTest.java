package dev.slicebench.conformance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.verify.RuleRunner;
import dev.slicebench.evidence.verification.RuleKind;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.store.SliceMode;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On the embedded sidecar a seed replays the histories of all faults that meet no race. */
class FaultReplayTest {

  private static final List<Rule> RULES =
      FaultRules.rules().stream()
          .filter(rule -> rule.kind() == RuleKind.REQUIRED)
          .filter(rule -> rule.needs().contains(Capability.SEAM))
          .toList();

  @ParameterizedTest
  @EnumSource
  void theSameSeedReplaysTheSameHistories(SliceMode mode, @TempDir Path folder) throws Exception {
    Map<String, List<String>> histories = run(mode, 7, folder.resolve("once"));

    assertThat(histories).hasSize(RULES.size());
    assertThat(run(mode, 7, folder.resolve("again"))).isEqualTo(histories);
    assertThat(run(mode, 8, folder.resolve("other"))).isNotEqualTo(histories);
  }

  /** The histories by rule, without their times and the line that names their seed. */
  @SuppressWarnings("try") // Closing a client can be interrupted; the test then is too.
  private static Map<String, List<String>> run(SliceMode mode, long seed, Path folder)
      throws Exception {
    try (Sidecar sidecar = EmbeddedSidecar.start(BuiltIn.EMBEDDED_STRICT);
        DaprClient client =
            new DaprClientBuilder()
                .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
                .build()) {
      RuleRunner runner =
          new RuleRunner(new LibraryOnSidecar(sidecar, client, mode), "replay-", seed, 1, folder);
      Map<String, List<String>> histories = new TreeMap<>();
      for (Rule rule : RULES) {
        histories.put(
            rule.id(),
            Files.readAllLines(runner.judge(rule).histories().get(0)).stream()
                .filter(line -> !line.startsWith("{\"history\""))
                .map(line -> line.replaceAll("\"at\":(\\[[^]]*]|\\d+)", ""))
                .toList());
      }
      return histories;
    }
  }
}
