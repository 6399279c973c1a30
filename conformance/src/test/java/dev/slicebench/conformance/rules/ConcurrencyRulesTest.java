package dev.slicebench.conformance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.ForwardingEventStore;
import dev.slicebench.conformance.history.check.CheckResult;
import dev.slicebench.conformance.history.check.HistoryCheck;
import dev.slicebench.conformance.reference.ReferenceEventStore;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.verify.RuleResult;
import dev.slicebench.conformance.verify.RuleRunner;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.MetadataProvider;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.UnknownOutcomeException;
import dev.slicebench.store.VersionConflictException;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateStore;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Every mode keeps every rule of concurrency on a strict store; wrong stores break theirs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ConcurrencyRulesTest {

  private static final long SEED = Long.getLong("slicebench.seed", System.nanoTime());

  @TempDir private Path folder;

  private Sidecar sidecar;
  private DaprClient client;
  private StateStore state;
  private StoreProfile profile;

  @BeforeAll
  void start() {
    sidecar = EmbeddedSidecar.start(BuiltIn.EMBEDDED_STRICT);
    client =
        new DaprClientBuilder()
            .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
            .build();
    SidecarInfo.Component component = sidecar.info().component();
    state = new DaprStateStore(client, component.name());
    profile = StoreProfile.of(component.type(), component.version(), component.capabilities());
  }

  @AfterAll
  void stop() throws Exception {
    client.close();
    sidecar.close();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CREATE_ONLY")
  void theOriginalLosesWhatItAcknowledged(SliceMode mode) {
    MetadataProvider metadata = MetadataProvider.standard(mode, profile);

    assertThat(broken(() -> new ReferenceEventStore(state, mode, metadata))).contains("5.1");
  }

  @Test
  void aHeadThatIsRememberedIsStale() {
    assertThat(
            broken(
                () ->
                    new ForwardingEventStore(open(SliceMode.CREATE_ONLY)) {
                      private Mono<Long> remembered = Mono.empty();

                      @Override
                      public Mono<Long> head(String stream) {
                        Mono<Long> before = remembered;
                        remembered = super.head(stream).cache();
                        return remembered.then(before);
                      }
                    }))
        .contains("5.9");
  }

  @Test
  void aLoadWithoutItsFirstEventHasAGap() {
    assertThat(
            broken(
                () ->
                    new ForwardingEventStore(open(SliceMode.OFF)) {
                      @Override
                      public Flux<RecordedEvent> load(String stream, LoadOptions options) {
                        return super.load(stream, options).filter(event -> event.version() != 2);
                      }
                    }))
        .contains("5.11");
  }

  @Test
  void anUnknownOutcomeThatIsToldAsAConflictIsAPhantom() {
    assertThat(
            broken(
                () ->
                    new ForwardingEventStore(open(SliceMode.OFF)) {
                      @Override
                      public Mono<AppendResult> append(
                          String stream, ExpectedVersion expected, List<EventData> events) {
                        return super.append(stream, expected, events)
                            .flatMap(
                                result ->
                                    result.nextExpectedVersion() % 7 == 0
                                        ? Mono.error(
                                            new VersionConflictException(stream, expected, 0))
                                        : Mono.just(result));
                      }
                    }))
        .contains("5.2");
  }

  @Test
  void aStoreThatNeverAnswersProvesNothing() {
    RuleRunner runner =
        runner(
            () ->
                new ForwardingEventStore(open(SliceMode.OFF)) {
                  @Override
                  public Mono<AppendResult> append(
                      String stream, ExpectedVersion expected, List<EventData> events) {
                    return Mono.error(new UnknownOutcomeException("no answer", null));
                  }
                });

    assertThat(runner.judge(rule("5.1")).verdict().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
  }

  /** The rules that were seen broken; each leaves a history that shows it. */
  private List<String> broken(Supplier<EventStore> stores) {
    RuleRunner runner = runner(stores);
    List<RuleResult> failures =
        ConcurrencyRules.rules().stream().map(runner::judge).filter(RuleResult::isFailure).toList();
    assertThat(failures)
        .allSatisfy(
            failure ->
                assertThat(failure.histories())
                    .isNotEmpty()
                    .allMatch(
                        file ->
                            HistoryCheck.of(file).result().verdict()
                                == CheckResult.HistoryVerdict.ANOMALOUS));
    return failures.stream().map(failure -> failure.rule().id()).toList();
  }

  private static Rule rule(String id) {
    return ConcurrencyRules.rules().stream()
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private EventStore open(SliceMode mode) {
    return DaprEventStore.builder(state, profile, mode).build();
  }

  private RuleRunner runner(Supplier<EventStore> stores) {
    String run = UUID.randomUUID().toString().substring(0, 8);
    return new RuleRunner(new EventStoresAlone(stores), run + "-", SEED, 1, folder.resolve(run));
  }
}
