package dev.slicebench.conformance.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.verify.RuleResult;
import dev.slicebench.conformance.verify.RuleRunner;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateStore;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The suite is tested too: each wrong store is caught by the rule that names its wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutantsTest {

  private static final long SEED = Long.getLong("slicebench.seed", 20261125L);

  private final Sidecar sidecar = EmbeddedSidecar.start(Backend.BuiltIn.EMBEDDED_STRICT);
  private final DaprClient client =
      new DaprClientBuilder()
          .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
          .build();
  private final SidecarInfo.Component component = sidecar.info().component();
  private final StateStore state = new DaprStateStore(client, component.name());
  private final StoreProfile profile =
      StoreProfile.of(component.type(), component.version(), component.capabilities());

  @TempDir private Path histories = Path.of("");

  @BeforeAll
  void thereAreEnough() {
    assertThat(mutants()).hasSizeGreaterThanOrEqualTo(30);
  }

  @AfterAll
  void stop() throws Exception {
    client.close();
    sidecar.close();
  }

  static Stream<Mutant> mutants() {
    return Stream.of(
            WrongAppends.mutants(),
            WrongReads.mutants(),
            WrongStateStores.mutants(),
            WrongAtSizes.mutants(),
            Originals.mutants())
        .flatMap(List::stream);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mutants")
  void isCaughtByItsRuleAndByNoUnrelatedOne(Mutant mutant) {
    Map<String, String> failures = failures(mutant);

    assertThat(failures).as("seed %d: what failed", SEED).containsKey(mutant.caughtBy());
    failures.remove(mutant.caughtBy());
    assertThat(failures.keySet())
        .as("seed %d: what else failed, %s", SEED, failures)
        .allMatch(rule -> mutant.mayBreak(Rules.of(rule)));
  }

  @Test
  void aSoundStoreBreaksNothing() {
    Mutant sound = Mutant.eventStore("nothing is wrong", Mutant.SOUND, UnaryOperator.identity());

    assertThat(failures(sound)).isEmpty();
    assertThat(
            failures(Mutant.stateStore("nothing is wrong", Mutant.SOUND, UnaryOperator.identity())))
        .isEmpty();
  }

  private Map<String, String> failures(Mutant mutant) {
    String prefix = "mutant-" + UUID.randomUUID().toString().substring(0, 8) + "-";
    RuleRunner runner = new RuleRunner(mutant.over(state, profile), prefix, SEED, 1, histories);
    runner.prepare(Rules.all().stream().filter(mutant::concerns).toList());
    Map<String, String> failures = new TreeMap<>();
    for (Rule rule : Rules.all()) {
      if (mutant.concerns(rule)) {
        RuleResult judgement = runner.judge(rule);
        if (judgement.isFailure()) {
          failures.put(rule.id(), judgement.detail());
        }
      }
    }
    return failures;
  }
}
