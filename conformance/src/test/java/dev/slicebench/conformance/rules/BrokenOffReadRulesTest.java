package dev.slicebench.conformance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.StoreUnderTest;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.conformance.verify.RuleRunner;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.SidecarOptions;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.StateCall.BulkGet;
import dev.slicebench.store.state.StateCall.Get;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateStore;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 7.57 finds who reads the past after a call was broken off, and nobody else. */
class BrokenOffReadRulesTest {

  private static final long SEED = Long.getLong("slicebench.seed", 20261125);

  /** Whether a connection meets the moment in SQLite is chance: four times in ten a round. */
  private static final int TRIES = 5;

  @TempDir private Path folder = Path.of("");

  @Test
  void aStoreThatReadsWhatThereIsKeepsIt() throws Exception {
    try (Sidecar sidecar = breakable(SidecarKind.EMBEDDED, BuiltIn.EMBEDDED_STRICT)) {
      assertThat(ask(sidecar, SEED, UnaryOperator.identity()).outcome()).isEqualTo(Outcome.PASS);
    }
  }

  @Test
  void aStoreThatReadsThePastAfterABrokenOffCallBreaksIt() throws Exception {
    try (Sidecar sidecar = breakable(SidecarKind.EMBEDDED, BuiltIn.EMBEDDED_STRICT)) {
      RuleVerdict verdict = ask(sidecar, SEED, BrokenOffReadRulesTest::readingThePast);
      assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
      assertThat(verdict.detail()).contains("that it does not exist");
    }
  }

  /** If this fails, daprd's SQLite driver may have been mended: then its profile is out of date. */
  @Test
  void sqliteBreaksIt() throws Exception {
    Assumptions.assumeTrue(
        Sidecars.daprd().isPresent(), "needs a real daprd: run './slicebench sidecar install'");
    try (Sidecar sidecar = breakable(SidecarKind.NATIVE, BuiltIn.SQLITE)) {
      RuleVerdict verdict = ask(sidecar, SEED, UnaryOperator.identity());
      for (int i = 1; i < TRIES && verdict.outcome() != Outcome.FAIL; i++) {
        verdict = ask(sidecar, SEED + i, UnaryOperator.identity());
      }
      assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    }
  }

  private static Sidecar breakable(SidecarKind kind, BuiltIn backend) {
    return Sidecars.start(kind, backend, SidecarOptions.BREAKABLE);
  }

  @SuppressWarnings("try") // The client may be interrupted as it closes, which fails the test.
  private RuleVerdict ask(Sidecar sidecar, long seed, UnaryOperator<StateStore> wrong)
      throws Exception {
    try (DaprClient client =
        new DaprClientBuilder()
            .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
            .build()) {
      StoreUnderTest subject =
          new LibraryOnSidecar(sidecar, client, SliceMode.CREATE_ONLY) {
            @Override
            public StateStore state() {
              return wrong.apply(super.state());
            }
          };
      return new RuleRunner(subject, "broken-off-" + seed + "-", seed, 1, folder)
          .judge(Rules.of("7.57"))
          .verdict();
    }
  }

  private static StateStore readingThePast(StateStore right) {
    AtomicBoolean brokenOff = new AtomicBoolean();
    return right
        .intercepted(
            BulkGet.class, (bulkGet, next) -> bulkGet.on(next).doOnError(e -> brokenOff.set(true)))
        .intercepted(
            Get.class,
            (get, next) ->
                get.on(next)
                    .map(item -> brokenOff.getAndSet(false) ? StateItem.absent(get.key()) : item));
  }
}
