package dev.slicebench.conformance.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.conformance.rules.Foundations;
import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.VerificationReport.Finding;
import dev.slicebench.evidence.verification.VerificationReport.ModeReport;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.FaultPoints;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.SidecarOptions;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.sidecar.process.Restartable;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.Interceptor;
import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateCall.BulkGet;
import dev.slicebench.store.state.StateCall.Get;
import dev.slicebench.store.state.StateCall.Query;
import dev.slicebench.store.state.StateCall.Save;
import dev.slicebench.store.state.StateCall.Transact;
import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** What a verification says of stores that are slow, that stop, or that are what they are. */
@SuppressWarnings("NullAway.Init")
class OddStoresTest {

  private static final List<String> SOME =
      List.of("1.1", "1.2", "1.5", "3.1", "3.12", "4.2", "7.1", "7.4", "7.5", "7.12", "7.16");

  @TempDir private Path folder;

  private Sidecar sidecar;
  private DaprClient client;
  private StateStore right;

  @BeforeEach
  void start() {
    sidecar = EmbeddedSidecar.start(BuiltIn.EMBEDDED_STRICT);
    client = clientOf(sidecar);
    right = new DaprStateStore(client, sidecar.info().component().name());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    sidecar.close();
  }

  @Test
  void aSlowStoreIsAskedWhatMattersMostAndTheRestIsNamed() {
    AtomicLong nanos = new AtomicLong();
    VerificationReport report =
        verify(
            sidecar,
            right,
            List.of(SliceMode.OFF),
            SOME,
            Duration.ofMinutes(10),
            () -> nanos.addAndGet(Duration.ofSeconds(20).toNanos()));

    List<String> leftOut =
        Stream.concat(report.storeProbes().stream(), report.modes().get(0).findings().stream())
            .filter(Finding::isLeftOut)
            .map(Finding::rule)
            .distinct()
            .toList();
    assertThat(leftOut).contains("3.12", "7.12").doesNotContain("1.1", "7.1");
    assertThat(report.modes().get(0).verdict())
        .as("what is left out makes no mode unsafe")
        .isEqualTo(Verdict.SAFE);
    assertThat(Matrix.text(report))
        .contains("not asked: the 10 minutes of profile odd were over")
        .contains(leftOut.get(leftOut.size() - 1));
  }

  @Test
  void aStoreThatTakes30MsForEachCallIsNotAccusedAndTheTimeIsKept() {
    Duration time = Duration.ofSeconds(6);
    VerificationReport report =
        verify(
            sidecar,
            right.intercepted(new SlowCalls(Duration.ofMillis(30))),
            List.of(SliceMode.CREATE_ONLY),
            Rules.all().stream().map(Rule::id).toList(),
            time,
            System::nanoTime);

    assertThat(report.storeProbes())
        .extracting(Finding::outcome)
        .contains(Outcome.PASS, Outcome.INCONCLUSIVE)
        .doesNotContain(Outcome.FAIL);
    ModeReport mode = report.modes().get(0);
    assertThat(mode.findings()).extracting(Finding::outcome).doesNotContain(Outcome.FAIL);
    assertThat(mode.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(mode.reason()).contains("not asked: the 6 seconds of profile odd were over");
  }

  @Test
  void aModeWithARuleLeftOutIsNotSafe() {
    VerificationReport report =
        verify(
            sidecar,
            right,
            List.of(SliceMode.CREATE_ONLY),
            SOME,
            Duration.ofNanos(-1),
            System::nanoTime);

    assertThat(report.modes().get(0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.modes().get(0).reason())
        .startsWith("0 rules kept, ")
        .contains("not asked: ", "1.1, 1.2");
  }

  /** Dapr tells a refusal and a failure alike, and what failed may have been done. */
  @Test
  void aStoreThatTellsSomeWritesAsFailuresThatItMadeIsNotAccused() {
    AtomicInteger writes = new AtomicInteger();
    VerificationReport report =
        verify(
            right.intercepted(
                Write.class,
                (write, next) ->
                    writes.incrementAndGet() % 3 == 0
                        ? write.on(next).then(failed("told as a failure"))
                        : write.on(next)),
            List.of("1.2", "1.20", "2.1", "2.9", "2.10", "2.11"));

    assertThat(report.modes()).hasSize(SliceMode.values().length);
    assertNoModeAccused(report);
  }

  @Test
  void aStoreThatTurnsReadOnlyEndsTheVerificationWithWhatWasFound() {
    AtomicInteger writes = new AtomicInteger();
    VerificationReport report =
        verify(
            right.intercepted(
                Write.class,
                (write, next) ->
                    writes.incrementAndGet() > 1500 ? failed("read-only") : write.on(next)),
            Rules.all().stream().map(Rule::id).toList());

    assertEndedWithout(report, "takes no plain write any more");
  }

  @Test
  void aSidecarThatFallsSilentLeavesWhatWasFound() {
    AtomicInteger calls = new AtomicInteger();
    VerificationReport report =
        verify(
            right.intercepted(new SilentWhere(() -> calls.incrementAndGet() > 3000)),
            Rules.all().stream().map(Rule::id).toList());

    assertEndedWithout(report, "the sidecar stopped answering");
  }

  private static void assertEndedWithout(VerificationReport report, String reason) {
    assertThat(report.storeProbes()).extracting(Finding::outcome).contains(Outcome.PASS);
    assertThat(report.storeProbes())
        .filteredOn(Finding::isLeftOut)
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding.detail()).contains(reason));
    assertThat(report.modes())
        .allSatisfy(mode -> assertThat(mode.verdict()).isEqualTo(Verdict.INCONCLUSIVE));
    assertNoModeAccused(report);
  }

  private static void assertNoModeAccused(VerificationReport report) {
    assertThat(report.modes())
        .flatExtracting(ModeReport::findings)
        .filteredOn(finding -> finding.outcome() == Outcome.FAIL)
        .isEmpty();
  }

  @Test
  void aStopLeavesWhatWasFound() {
    AtomicReference<VerificationReport> left = new AtomicReference<>();
    AtomicInteger asked = new AtomicInteger();
    try (Verification verification =
        new Verification(
            sidecar, List.of(right), order(List.of(SliceMode.OFF), SOME, null, null))) {
      verification.whenStopped(left::set);

      assertThatThrownBy(
              () ->
                  verification.run(
                      (number, total, subject, rule) -> {
                        if (asked.incrementAndGet() == 5) {
                          verification.stop();
                        }
                      }))
          .isInstanceOf(VerificationException.class);
    }

    VerificationReport part = Objects.requireNonNull(left.get());
    assertThat(
            Stream.concat(part.storeProbes().stream(), part.modes().get(0).findings().stream())
                .filter(finding -> finding.outcome() == Outcome.PASS))
        .isNotEmpty();
    assertThat(part.modes().get(0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(part.modes().get(0).reason()).contains("the verification was stopped");
  }

  @Test
  void transactionsThatAreDeclaredAndDoNotWorkMakeModesUnsupported() {
    VerificationReport report =
        verify(
            right.intercepted(Transact.class, (transact, next) -> failed("code = Unimplemented")),
            SOME);

    assertThat(standings(report))
        .containsEntry(SliceMode.OFF, Verdict.UNSUPPORTED)
        .containsEntry(SliceMode.TRANSACTIONAL, Verdict.UNSUPPORTED)
        .containsEntry(SliceMode.OFF_AND_SHARED_ALL, Verdict.UNSUPPORTED)
        .containsEntry(SliceMode.TWO_PHASED, Verdict.SAFE)
        .containsEntry(SliceMode.CREATE_ONLY, Verdict.SAFE);
  }

  @Test
  void aDeleteThatIgnoresEtagsAccusesNoModeThatNeverDeletes() {
    VerificationReport report =
        verify(
            right.intercepted(
                StateCall.Delete.class,
                (delete, next) ->
                    next.delete(
                        new StateOperation.Delete(delete.delete().key(), Condition.none()),
                        delete.metadata())),
            List.of("1.1", "7.5", "7.10", "7.17", "7.19", "7.23"));

    assertThat(standings(report))
        .containsEntry(SliceMode.TWO_PHASED, Verdict.UNSAFE)
        .containsEntry(SliceMode.CREATE_ONLY, Verdict.SAFE)
        .containsEntry(SliceMode.OFF, Verdict.SAFE);
  }

  @Test
  void aDocumentLargerThanThisClientReadsAccusesNobody() {
    Set<String> large = ConcurrentHashMap.newKeySet();
    VerificationReport report =
        verify(
            right
                .intercepted(
                    Save.class,
                    (save, next) ->
                        save.upsert().value().length > 4 * 1024 * 1024
                                && large.add(save.upsert().key())
                            ? Mono.empty()
                            : save.on(next))
                .intercepted(
                    Get.class,
                    (get, next) ->
                        large.contains(get.key())
                            ? Mono.error(
                                new StateStoreException(
                                    Kind.TOO_LARGE,
                                    "RESOURCE_EXHAUSTED: gRPC message exceeds",
                                    null))
                            : get.on(next)),
            List.of("1.1", "7.65", "7.66"));

    assertThat(large).isNotEmpty();
    assertThat(report.storeProbes()).extracting(Finding::outcome).containsOnly(Outcome.PASS);
    assertThat(standings(report).values()).containsOnly(Verdict.SAFE);
  }

  @Test
  void noModeStandsOnWhatNoModeDoes() {
    for (SliceMode mode : SliceMode.values()) {
      assertThat(Foundations.of(mode))
          .as("%s: larger than a message, made-up etags, deletes in transactions", mode)
          .doesNotContain("7.7", "7.12", "7.14", "7.16", "7.18", "7.30", "7.31", "7.66");
    }
    assertThat(Foundations.of(SliceMode.CREATE_ONLY)).doesNotContain("7.8", "7.10", "7.17");
    assertThat(Foundations.of(SliceMode.OFF)).doesNotContain("7.26", "7.27", "7.28", "7.32");
    assertThat(Foundations.of(SliceMode.TRANSACTIONAL)).doesNotContain("7.33");
  }

  @Test
  void readersEndWhereTheirWriterFails() {
    AtomicInteger transactions = new AtomicInteger();
    VerificationReport report =
        verify(
            right.intercepted(
                Transact.class,
                (transact, next) ->
                    transactions.incrementAndGet() > 8
                        ? Mono.error(
                            new StateStoreException(Kind.UNAVAILABLE, "no connection", null))
                        : transact.on(next)),
            List.of("7.55"));

    assertThat(report.storeProbes().get(0).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(report.storeProbes().get(0).detail())
        .contains("no connection")
        .doesNotContain("no end");
  }

  @Test
  void aStoreThatLosesItsDataWithTheSidecarIsUnsafeUnlessItIsTheSidecarsMemory() {
    Forgetful durableByItsWord = new Forgetful(sidecar, false);
    VerificationReport accused =
        verify(
            durableByItsWord,
            durableByItsWord.of(right),
            List.of(SliceMode.CREATE_ONLY),
            List.of("1.1", "6.12"),
            null,
            null);
    Forgetful memory = new Forgetful(sidecar, true);
    VerificationReport excused =
        verify(
            memory,
            memory.of(right),
            List.of(SliceMode.CREATE_ONLY),
            List.of("1.1", "6.12"),
            null,
            null);

    assertThat(accused.modes().get(0).verdict()).isEqualTo(Verdict.UNSAFE);
    assertThat(accused.modes().get(0).reason()).startsWith("rule 6.12: ");
    assertThat(excused.modes().get(0).verdict()).isEqualTo(Verdict.SAFE);
    assertThat(excused.modes().get(0).findings())
        .filteredOn(finding -> finding.rule().equals("6.12"))
        .allSatisfy(finding -> assertThat(finding.detail()).contains("the sidecar's own memory"));
  }

  @SuppressWarnings("try") // The client may be interrupted as it closes, which fails the test.
  @Test
  void theMemoryOfDaprdHasOneVerdictHoweverItWasStarted() throws Exception {
    Assumptions.assumeTrue(
        Sidecars.daprd().isPresent(), "needs a real daprd: run './slicebench sidecar install'");
    Path file = component("state.in-memory", "");
    Path sqlite = component("state.sqlite", "\n  - name: connectionString\n    value: ':memory:'");
    List<List<Finding>> findings = new ArrayList<>();
    for (Backend backend :
        List.of(
            BuiltIn.IN_MEMORY,
            new Backend.ComponentFile(file),
            new Backend.ComponentFile(sqlite))) {
      try (Sidecar daprd = Sidecars.start(SidecarKind.NATIVE, backend, SidecarOptions.BREAKABLE);
          DaprClient talking = clientOf(daprd)) {
        StateStore state = new DaprStateStore(talking, daprd.info().component().name());
        VerificationReport report =
            verify(
                daprd, state, List.of(SliceMode.CREATE_ONLY), List.of("1.1", "6.12"), null, null);
        assertThat(report.modes().get(0).verdict()).isEqualTo(Verdict.SAFE);
        findings.add(report.modes().get(0).findings());
      }
    }

    assertThat(findings.get(1)).isEqualTo(findings.get(0));
    assertThat(findings.get(2)).isEqualTo(findings.get(0));
  }

  private Path component(String type, String metadata) throws IOException {
    return Files.writeString(
        folder.resolve(type + ".yaml"),
        """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: mine
        spec:
          type: %s
          version: v1
          metadata:%s
        """
            .formatted(type, metadata.isEmpty() ? " []" : metadata));
  }

  private static Map<SliceMode, Verdict> standings(VerificationReport report) {
    return report.modes().stream().collect(Collectors.toMap(ModeReport::mode, ModeReport::verdict));
  }

  private VerificationReport verify(StateStore state, List<String> ids) {
    return verify(sidecar, state, List.of(SliceMode.values()), ids, null, null);
  }

  private VerificationReport verify(
      Sidecar over,
      StateStore state,
      List<SliceMode> modes,
      List<String> ids,
      @Nullable Duration time,
      @Nullable LongSupplier clock) {
    try (Verification verification =
        new Verification(over, List.of(state), order(modes, ids, time, clock))) {
      return verification.run((number, total, subject, rule) -> {});
    }
  }

  private VerifyOptions order(
      List<SliceMode> modes,
      List<String> ids,
      @Nullable Duration time,
      @Nullable LongSupplier clock) {
    List<Rule> rules = Rules.all().stream().filter(rule -> ids.contains(rule.id())).toList();
    return time == null || clock == null
        ? new VerifyOptions(modes, rules, "odd", 1, 0, 7, folder)
        : new VerifyOptions(modes, rules, "odd", 1, 0, 1, 7, folder, time, clock);
  }

  private static DaprClient clientOf(Sidecar sidecar) {
    return new DaprClientBuilder()
        .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
        .build();
  }

  private static Mono<Void> failed(String why) {
    return Mono.error(new StateStoreException(Kind.FAILED, why, null));
  }

  /** Calls that reach nobody where {@code gone} says so. */
  private record SilentWhere(BooleanSupplier gone) implements Interceptor {

    @Override
    public <R> Mono<R> around(StateCall<R> call, StateStore next) {
      return gone.getAsBoolean()
          ? Mono.error(new StateStoreException(Kind.UNAVAILABLE, "connection refused", null))
          : call.on(next);
    }
  }

  /** A sidecar that can be killed, and whose store then is empty. */
  private static final class Forgetful implements Sidecar {

    private final Sidecar right;
    private final boolean isMemory;
    private final AtomicInteger lives = new AtomicInteger();

    Forgetful(Sidecar right, boolean isMemory) {
      this.right = right;
      this.isMemory = isMemory;
    }

    /** {@code state}, whose keys are others after each kill. */
    StateStore of(StateStore state) {
      UnaryOperator<String> key = name -> name + "-life-" + lives.get();
      return state
          .intercepted(
              Get.class,
              (get, next) ->
                  next.get(key.apply(get.key()), get.metadata())
                      .map(item -> named(item, get.key())))
          .intercepted(
              BulkGet.class,
              (bulkGet, next) -> {
                Map<String, String> namesByKey = new HashMap<>();
                bulkGet.keys().forEach(name -> namesByKey.put(key.apply(name), name));
                return next.bulkGet(List.copyOf(namesByKey.keySet()), bulkGet.metadata())
                    .map(
                        items -> {
                          Map<String, StateItem> named = new HashMap<>();
                          items.forEach(
                              (stored, item) -> {
                                String name = String.valueOf(namesByKey.get(stored));
                                named.put(name, named(item, name));
                              });
                          return named;
                        });
              })
          .intercepted(
              Save.class,
              (save, next) ->
                  next.save(
                      new StateOperation.Upsert(
                          key.apply(save.upsert().key()),
                          save.upsert().value(),
                          save.upsert().condition()),
                      save.metadata()))
          .intercepted(
              StateCall.Delete.class,
              (delete, next) ->
                  next.delete(
                      new StateOperation.Delete(
                          key.apply(delete.delete().key()), delete.delete().condition()),
                      delete.metadata()))
          .intercepted(
              Transact.class,
              (transact, next) ->
                  Mono.error(new StateStoreException(Kind.INVALID, "no transactions", null)))
          .intercepted(
              Query.class,
              (query, next) ->
                  Mono.error(new StateStoreException(Kind.INVALID, "no queries", null)));
    }

    private static StateItem named(StateItem item, String name) {
      return item.exists()
          ? new StateItem(name, item.value(), item.etag())
          : StateItem.absent(name);
    }

    @Override
    public SidecarInfo info() {
      return right.info();
    }

    @Override
    public String grpcAddress() {
      return right.grpcAddress();
    }

    @Override
    public boolean isStoreInMemory() {
      return isMemory;
    }

    @Override
    public FaultPoints faultPoints() {
      Restartable process =
          new Restartable() {
            @Override
            public void kill() {
              lives.incrementAndGet();
            }

            @Override
            public void restart() {}
          };
      return new FaultPoints(
          Optional.empty(), Optional.empty(), Optional.of(process), Optional.empty());
    }

    @Override
    public void close() {}
  }
}
