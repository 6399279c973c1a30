package dev.slicebench.conformance.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.slicebench.conformance.StoreUnderTest;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.conformance.verify.RuleRunner;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.verification.RuleKind;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.SidecarOptions;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.store.SliceMode;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every safe mode keeps every rule of faults, on the embedded sidecar and through a real daprd. On
 * SQLite no mode is safe: see {@link BrokenOffReadRulesTest}.
 */
class FaultRulesTest {

  private static final long SEED = Long.getLong("slicebench.seed", 20261125);
  private static final String NAMED = "%s %s %s, seed %d";
  private static final Set<SliceMode> WITHOUT_QUERY =
      EnumSet.complementOf(EnumSet.of(SliceMode.OFF_AND_SHARED_ALL));

  @Nested
  class OnEmbeddedStrict extends Specification {
    @Override
    Sidecar start() {
      return EmbeddedSidecar.start(BuiltIn.EMBEDDED_STRICT);
    }

    @Override
    Set<SliceMode> modes() {
      return EnumSet.allOf(SliceMode.class);
    }
  }

  @Nested
  class OnInMemory extends Native {
    OnInMemory() {
      super(BuiltIn.IN_MEMORY, WITHOUT_QUERY);
    }
  }

  @Nested
  class OnRedis extends Native {
    OnRedis() {
      super(BuiltIn.REDIS, EnumSet.of(SliceMode.TWO_PHASED, SliceMode.CREATE_ONLY));
    }
  }

  @Nested
  class OnPostgresql extends Native {
    OnPostgresql() {
      super(BuiltIn.POSTGRESQL, WITHOUT_QUERY);
    }
  }

  @Nested
  class OnCosmosdb extends Native {
    OnCosmosdb() {
      super(BuiltIn.COSMOSDB, EnumSet.allOf(SliceMode.class));
    }
  }

  abstract static class Native extends Specification {

    private final BuiltIn backend;
    private final Set<SliceMode> safe;

    Native(BuiltIn backend, Set<SliceMode> safe) {
      this.backend = backend;
      this.safe = safe;
    }

    @Override
    Sidecar start() {
      if (Sidecars.daprd().isEmpty()) {
        abort("needs a real daprd: run './slicebench sidecar install'");
      }
      return Sidecars.start(SidecarKind.NATIVE, backend, SidecarOptions.BREAKABLE);
    }

    @Override
    Set<SliceMode> modes() {
      return safe;
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @SuppressWarnings("NullAway.Init")
  abstract static class Specification {

    @TempDir private Path folder;

    private Sidecar sidecar;
    private DaprClient client;

    abstract Sidecar start();

    /** Those that keep their promises on this store while nothing breaks. */
    abstract Set<SliceMode> modes();

    @BeforeAll
    void open() {
      sidecar = start();
      client =
          new DaprClientBuilder()
              .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
              .build();
    }

    @AfterAll
    void close() throws Exception {
      if (client != null) {
        client.close();
      }
      if (sidecar != null) {
        sidecar.close();
      }
    }

    Stream<Arguments> modesAndRules() {
      return modes().stream()
          .flatMap(
              mode ->
                  FaultRules.rules().stream()
                      .filter(
                          rule ->
                              new LibraryOnSidecar(sidecar, client, mode)
                                  .offers()
                                  .containsAll(rule.needs()))
                      .map(rule -> Arguments.of(mode, rule.id())));
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("modesAndRules")
    void keeps(SliceMode mode, String id) throws Exception {
      Rule rule =
          FaultRules.rules().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
      StoreUnderTest subject = new LibraryOnSidecar(sidecar, client, mode);

      String run = UUID.randomUUID().toString().substring(0, 8);

      RuleVerdict verdict =
          new RuleRunner(subject, "faults-" + run + "-", SEED, 1, folder.resolve(run))
              .judge(rule)
              .verdict();

      if (rule.kind() == RuleKind.STOCHASTIC) {
        assertThat(verdict.outcome())
            .as(NAMED, id, subject.label(), mode, SEED)
            .isNotEqualTo(Outcome.FAIL);
      } else {
        assertThat(verdict.outcome())
            .as(NAMED, id, subject.label(), mode, SEED)
            .isEqualTo(Outcome.PASS);
        assertThat(verdict.detail())
            .as("those that were planted are those in the history")
            .matches("(\\d+) faults; .* \\1 faults");
      }
    }
  }
}
