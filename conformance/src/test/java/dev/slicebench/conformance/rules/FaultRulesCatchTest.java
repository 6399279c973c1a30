package dev.slicebench.conformance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.FaultInjector;
import dev.slicebench.conformance.StoreUnderTest;
import dev.slicebench.conformance.reference.ReferenceEventStore;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.conformance.verify.RuleRunner;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.MetadataProvider;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateStore;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The original's protocol breaks under faults, and the rules show where. */
class FaultRulesCatchTest {

  @SuppressWarnings("try") // Closing a client can be interrupted; the test then is too.
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "6.3, OFF, PHANTOM_APPEND",
    "6.3, TRANSACTIONAL, PHANTOM_APPEND",
    "6.3, OFF_AND_SHARED_ALL, PHANTOM_APPEND",
    "6.14, TWO_PHASED, is wedged",
  })
  void showsWhatTheOriginalLeavesOpen(
      String id, SliceMode mode, String witness, @TempDir Path folder) throws Exception {
    Rule rule =
        FaultRules.rules().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    try (Sidecar sidecar = EmbeddedSidecar.start(BuiltIn.EMBEDDED_STRICT);
        DaprClient client =
            new DaprClientBuilder()
                .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
                .build()) {
      RuleRunner runner =
          new RuleRunner(
              new Original(client, sidecar.info().component(), mode), "original-", 1, 1, folder);

      RuleVerdict verdict = runner.judge(rule).verdict();
      assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
      assertThat(verdict.detail()).contains(witness);
    }
  }

  private record Original(DaprClient client, SidecarInfo.Component component, SliceMode mode)
      implements StoreUnderTest {

    @Override
    public String label() {
      return "the original";
    }

    @Override
    public Set<Capability> offers() {
      return EnumSet.of(Capability.EVENT_STORE, Capability.STATE_STORE, Capability.SEAM);
    }

    @Override
    public EventStore open() {
      return open(UnaryOperator.identity());
    }

    @Override
    public EventStore open(UnaryOperator<StateStore> seam) {
      StoreProfile profile =
          StoreProfile.of(component.type(), component.version(), component.capabilities());
      return new ReferenceEventStore(
          seam.apply(state()), mode, MetadataProvider.standard(mode, profile));
    }

    @Override
    public StateStore state() {
      return new DaprStateStore(client, component.name());
    }

    @Override
    public FaultInjector faults() {
      throw new UnsupportedOperationException(Capability.CLIENT_FAULTS.lack());
    }
  }
}
