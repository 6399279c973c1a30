package dev.slicebench.conformance.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.VerificationReport.ModeReport;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateCall.Get;
import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateStore;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a verification tells of a store, and what it leaves behind. */
class VerificationTest {

  private static final Set<String> FEW =
      Set.of("1.1", "1.3", "4.8", "7.1", "7.7", "7.14", "7.23", "7.27", "7.46", "7.62");

  private static final String AGAIN = "./slicebench verify --sidecar embedded --backend redis";

  @TempDir private Path folder = Path.of("");
  private @Nullable Path evidence;

  @Test
  void aStoreThatKeepsAllIsSafeInEveryMode() throws Exception {
    VerificationReport report = verify(BuiltIn.EMBEDDED_STRICT, 0);

    assertThat(report.modes())
        .extracting(ModeReport::verdict)
        .containsOnly(Verdict.SAFE)
        .hasSize(SliceMode.values().length);
    assertThat(report.notDeleted()).isEmpty();
  }

  @Test
  void aBrokenFoundationMakesAModeUnsafeAndNoOther() throws Exception {
    VerificationReport report = verify(BuiltIn.REDIS, 0);

    assertThat(standing(report, SliceMode.OFF)).isEqualTo(Verdict.UNSAFE);
    assertThat(standing(report, SliceMode.TRANSACTIONAL)).isEqualTo(Verdict.UNSAFE);
    assertThat(standing(report, SliceMode.TWO_PHASED)).isEqualTo(Verdict.SAFE);
    assertThat(standing(report, SliceMode.CREATE_ONLY)).isEqualTo(Verdict.SAFE);
    assertThat(standing(report, SliceMode.OFF_AND_SHARED_ALL)).isEqualTo(Verdict.UNSUPPORTED);
    assertThat(report.storeProbes())
        .filteredOn(finding -> finding.outcome() == Outcome.FAIL)
        .extracting(VerificationReport.Finding::rule)
        .containsExactly("7.7", "7.14", "7.23", "7.27");
  }

  @Test
  void theFilesTellWhatWasFound() throws Exception {
    VerificationReport report;
    try (VerificationFiles files = VerificationFiles.open(folder, "embedded-redis-v1", AGAIN)) {
      evidence = files.evidence();
      report = verify(BuiltIn.REDIS, 0);
      files.write(report);
    }

    assertThat(VerificationReport.read(folder.resolve(report.store() + ".json"))).isEqualTo(report);
    assertThat(Files.readString(folder.resolve(report.store() + ".xml")))
        .contains("7.23 A create-only write of an existing key MUST refuse")
        .contains("<failure message=\"a transaction with a create-only write was accepted");
    assertThat(Files.readString(folder.resolve(report.store() + ".md")))
        .contains("| OFF | UNSAFE |")
        .contains("OFF_AND_SHARED_ALL is UNSUPPORTED: no query");
    for (ModeReport mode : report.modes()) {
      for (VerificationReport.Finding finding : mode.findings()) {
        if (finding.outcome() == Outcome.FAIL) {
          assertThat(Files.readString(folder.resolve(String.valueOf(finding.file()))))
              .contains("Rule " + finding.rule())
              .contains("seed 7")
              .contains(AGAIN)
              .contains("--rule " + finding.rule() + " ");
        }
      }
    }
  }

  @Test
  void aWitnessShowsTheCallsThatBrokeTheRule() throws Exception {
    try (VerificationFiles files = VerificationFiles.open(folder, "embedded-redis-v1", AGAIN)) {
      evidence = files.evidence();
      files.write(verify(BuiltIn.REDIS, 0));
    }

    assertThat(Files.readString(folder.resolve("embedded-redis-v1/store-7.27.md")))
        .containsPattern(
            "save 7\\.27-\\d+-old \\{\"value\":\"acknowledged\"} whatever is there: done")
        .containsPattern("transaction of 3: .*\"forged\".* if its etag is .*: FAILED: ")
        .containsPattern("get 7\\.27-\\d+-old: \\{\"value\":\"forged\"}, etag ");
  }

  @Test
  void rulesThatCanHarmAnAttachedSidecarAreNotAskedAndTold() throws Exception {
    withState(
        BuiltIn.IN_MEMORY,
        (sidecar, state) -> {
          try (Sidecar attached = attach(sidecar)) {
            VerificationReport report = verify(attached, state, 0, Set.of("1.1", "6.10", "7.57"));

            assertThat(report.storeProbes())
                .filteredOn(finding -> finding.rule().equals("7.57"))
                .allMatch(finding -> finding.outcome() == Outcome.SKIP)
                .allMatch(finding -> finding.detail().contains("--allow-harm"));
            assertThat(Matrix.text(report))
                .containsPattern("(?s)not asked: .*6\\.10.*7\\.57.*--allow-harm");
          }
        });
  }

  @Test
  void aModeWhoseFoundationWasWithheldIsNotCalledSafe() throws Exception {
    withState(
        BuiltIn.IN_MEMORY,
        (sidecar, state) -> {
          try (Sidecar attached = attach(sidecar)) {
            VerificationReport report = verify(attached, state, 0, Set.of("1.1", "7.1", "7.57"));

            assertThat(report.modes())
                .filteredOn(mode -> mode.verdict() != Verdict.UNSUPPORTED)
                .isNotEmpty()
                .allSatisfy(
                    mode -> {
                      assertThat(mode.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
                      assertThat(mode.in(RuleGroup.STORE_PROBES)).contains(Verdict.INCONCLUSIVE);
                      assertThat(mode.reason())
                          .startsWith("rule 7.57, which the mode stands on, was not asked")
                          .contains("--allow-harm");
                    });
          }
        });
  }

  @Test
  void aModeKnownToBeUnsafeIsSoWhereItsFoundationWasWithheld() throws Exception {
    withState(
        BuiltIn.SQLITE,
        (sidecar, state) -> {
          try (Sidecar attached = attach(sidecar)) {
            VerificationReport report = verify(attached, state, 0, Set.of("1.1", "7.57"));

            assertThat(report.modes())
                .filteredOn(mode -> mode.verdict() != Verdict.UNSUPPORTED)
                .isNotEmpty()
                .allSatisfy(
                    mode -> {
                      assertThat(mode.verdict()).isEqualTo(Verdict.UNSAFE);
                      assertThat(mode.reason())
                          .startsWith("known of state.sqlite: ")
                          .contains("rule 7.57, which the mode stands on, was not asked");
                    });
          }
        });
  }

  @Test
  void aSoakGoesOnUntilSoManyAppendsAreAcknowledged() throws Exception {
    VerificationReport report = verify(BuiltIn.EMBEDDED_STRICT, 200, "4.7");

    assertThat(report.modes())
        .allSatisfy(
            mode ->
                assertThat(mode.findings())
                    .anyMatch(finding -> finding.detail().contains("none lost, phantom")));
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    Map<String, Map<String, String>> written = new ConcurrentHashMap<>();
    withState(
        BuiltIn.IN_MEMORY,
        (sidecar, state) -> {
          verify(sidecar, remembering(state, written), 0, FEW);

          assertThat(written).isNotEmpty();
          assertNoneExists(state, written);
        });
  }

  @Test
  void nothingIsLeftBehindWhereItIsStopped() throws Exception {
    Map<String, Map<String, String>> written = new ConcurrentHashMap<>();
    withState(
        BuiltIn.IN_MEMORY,
        (sidecar, state) -> {
          CountDownLatch underWay = new CountDownLatch(100);
          StateStore watched =
              remembering(state, written)
                  .intercepted(
                      Write.class,
                      (write, next) -> write.on(next).doFinally(signal -> underWay.countDown()));
          try (Sidecar attached = attach(sidecar);
              Verification verification =
                  verification(attached, watched, 0, Set.of("4.7", "4.8"))) {
            CompletableFuture<VerificationReport> report =
                CompletableFuture.supplyAsync(
                    () -> verification.run((number, total, subject, rule) -> {}));
            assertThat(underWay.await(1, TimeUnit.MINUTES)).isTrue();

            verification.stop();

            assertThat(written).isNotEmpty();
            assertNoneExists(state, written);
            assertThatThrownBy(report::join)
                .cause()
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("stopped");
            assertNoneExists(state, written);
          }
        });
    try (Stream<Path> histories = Files.list(folder)) {
      assertThat(histories).isEmpty();
    }
  }

  /** Then what is written stays, unless it is deleted. */
  private static Sidecar attach(Sidecar sidecar) {
    return Sidecars.attach(Map.of("DAPR_GRPC_ENDPOINT", sidecar.grpcEndpoint()), Optional.empty());
  }

  private static void assertNoneExists(
      StateStore state, Map<String, Map<String, String>> documents) {
    documents.forEach(
        (key, metadata) ->
            assertThat(state.get(key, metadata).block()).matches(item -> !item.exists()));
  }

  @Test
  void aStoreWithoutEtagsCannotBeVerified() throws Exception {
    withState(
        BuiltIn.IN_MEMORY,
        (sidecar, state) -> {
          StateStore without =
              state.intercepted(
                  Get.class, (get, next) -> get.on(next).map(item -> StateItem.absent(get.key())));

          assertThatThrownBy(() -> verify(sidecar, without, 0, FEW))
              .isInstanceOf(VerificationException.class)
              .hasMessageContaining("without an etag");
        });
  }

  private static StateStore remembering(
      StateStore state, Map<String, Map<String, String>> written) {
    return state.intercepted(
        Write.class,
        (write, next) -> {
          write.operations().forEach(operation -> written.put(operation.key(), write.metadata()));
          return write.on(next);
        });
  }

  private static Verdict standing(VerificationReport report, SliceMode mode) {
    return report.modes().stream()
        .filter(one -> one.mode() == mode)
        .map(ModeReport::verdict)
        .findFirst()
        .orElseThrow();
  }

  private VerificationReport verify(BuiltIn backend, long appendsAMode, String... more)
      throws Exception {
    VerificationReport[] report = new VerificationReport[1];
    withState(
        backend,
        (sidecar, state) ->
            report[0] =
                verify(
                    sidecar,
                    state,
                    appendsAMode,
                    Stream.concat(FEW.stream(), Stream.of(more))
                        .collect(java.util.stream.Collectors.toSet())));
    return report[0];
  }

  private VerificationReport verify(
      Sidecar sidecar, StateStore state, long appendsAMode, Set<String> ids) {
    try (Verification verification = verification(sidecar, state, appendsAMode, ids)) {
      return verification.run((number, total, subject, rule) -> {});
    }
  }

  private Verification verification(
      Sidecar sidecar, StateStore state, long appendsAMode, Set<String> ids) {
    List<Rule> rules = Rules.all().stream().filter(rule -> ids.contains(rule.id())).toList();
    VerifyOptions order =
        new VerifyOptions(
            List.of(SliceMode.values()),
            rules,
            "few",
            1,
            appendsAMode,
            7,
            evidence == null ? folder : evidence);
    return new Verification(sidecar, List.of(state), order);
  }

  /** What is done with a store. */
  @FunctionalInterface
  private interface Use {
    void of(Sidecar sidecar, StateStore state) throws IOException, InterruptedException;
  }

  @SuppressWarnings("try") // The client may be interrupted as it closes, which fails the test.
  private static void withState(BuiltIn backend, Use use) throws Exception {
    try (Sidecar sidecar = EmbeddedSidecar.start(backend);
        DaprClient client =
            new DaprClientBuilder()
                .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
                .build()) {
      use.of(sidecar, new DaprStateStore(client, sidecar.info().component().name()));
    }
  }
}
