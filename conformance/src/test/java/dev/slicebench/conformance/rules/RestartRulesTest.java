package dev.slicebench.conformance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.FaultInjector;
import dev.slicebench.conformance.FaultPlan;
import dev.slicebench.conformance.faults.SidecarFaults;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.conformance.verify.RuleRunner;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.FaultPoints;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.sidecar.process.Restartable;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.Interceptor;
import dev.slicebench.store.state.StateCall;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * What the rules of killed processes find in a store that forgets, and of what they say nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartRulesTest {

  private static final long SEED = Long.getLong("slicebench.seed", 20261126L);

  private final Sidecar sidecar = EmbeddedSidecar.start(BuiltIn.EMBEDDED_STRICT);
  private final DaprClient client =
      new DaprClientBuilder()
          .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
          .build();

  @TempDir private Path folder = Path.of("");

  @AfterAll
  void stop() throws Exception {
    client.close();
    sidecar.close();
  }

  static Stream<Arguments> modesAndRules() {
    return Stream.of(SliceMode.values())
        .flatMap(mode -> Stream.of("6.12", "6.13").map(rule -> Arguments.of(mode, rule)));
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("modesAndRules")
  void findAStoreThatLosesItsLast50Ms(SliceMode mode, String rule) {
    RuleVerdict verdict = ask(mode, rule, Duration.ofMillis(50), faults -> faults);

    assertThat(verdict.outcome()).as("%s, seed %d", verdict, SEED).isEqualTo(Outcome.FAIL);
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("modesAndRules")
  void acceptAStoreThatLosesNothing(SliceMode mode, String rule) {
    RuleVerdict verdict = ask(mode, rule, Duration.ZERO, faults -> faults);

    assertThat(verdict.outcome()).as("%s, seed %d", verdict, SEED).isEqualTo(Outcome.PASS);
    assertThat(verdict.detail()).startsWith("2 of 2 faults began when 20 appends or more");
  }

  @Test
  void sayNothingWhereTheStoreHadNothingToLose() {
    RuleVerdict verdict =
        ask(SliceMode.CREATE_ONLY, "6.13", Duration.ofMillis(50), faults -> new AtOnce());

    assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(verdict.detail())
        .startsWith("too little to lose, in time: 0 of 2 faults began when");
  }

  private RuleVerdict ask(
      SliceMode mode, String rule, Duration lost, UnaryOperator<FaultInjector> faults) {
    try (ForgetfulStore store = new ForgetfulStore(lost)) {
      return ask(mode, rule, store, faults);
    }
  }

  private RuleVerdict ask(
      SliceMode mode, String id, ForgetfulStore store, UnaryOperator<FaultInjector> faults) {
    String run = "restart-" + System.nanoTime();
    FaultPoints points =
        new FaultPoints(Optional.empty(), Optional.empty(), Optional.of(store), Optional.of(store));
    LibraryOnSidecar subject =
        new LibraryOnSidecar(sidecar, client, mode) {
          @Override
          public Set<Capability> offers() {
            return EnumSet.of(
                Capability.EVENT_STORE, Capability.SIDECAR_RESTART, Capability.STORE_RESTART);
          }

          @Override
          public StateStore state() {
            return super.state().intercepted(store);
          }

          @Override
          public FaultInjector faults() {
            return faults.apply(
                new SidecarFaults(points, () -> true, Duration.ofSeconds(1), () -> {}));
          }
        };
    return new RuleRunner(subject, run + "-", SEED, 1, folder.resolve(run))
        .judge(
            FaultRules.rules().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow())
        .verdict();
  }

  /** Kills before anything was written, however often it is asked to wait. */
  private static final class AtOnce implements FaultInjector {

    @Override
    public void plant(FaultPlan plan, BooleanSupplier due, Consumer<String> began) {
      for (int i = 0; i < 2; i++) {
        began.accept("killed");
      }
    }

    @Override
    public int done() {
      return 2;
    }

    @Override
    public List<String> heal() {
      return List.of("killed");
    }
  }

  /** Takes back, when it is killed, what was written last; refuses every call until it is there. */
  private static final class ForgetfulStore implements Interceptor, Restartable, AutoCloseable {

    private final Duration lost;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    /** One call at a time, on a thread that no call beneath waits for. */
    private final Scheduler calls = Schedulers.fromExecutorService(thread);

    private final Deque<Earlier> earlier = new ArrayDeque<>();
    private boolean down;

    /** What a document was before a write. */
    private record Earlier(
        long atNanos, StateStore store, StateItem item, Map<String, String> metadata) {}

    ForgetfulStore(Duration lost) {
      this.lost = lost;
    }

    @Override
    public <R> Mono<R> around(StateCall<R> call, StateStore next) {
      return Mono.defer(() -> carryOut(call, next)).subscribeOn(calls);
    }

    private synchronized <R> Mono<R> carryOut(StateCall<R> call, StateStore next) {
      if (down) {
        throw new StateStoreException(Kind.UNAVAILABLE, "the store is down", null);
      }
      if (call instanceof Write write) {
        long nowNanos = System.nanoTime();
        for (StateOperation operation : write.operations()) {
          StateItem item =
              Objects.requireNonNull(next.get(operation.key(), write.metadata()).block());
          earlier.push(new Earlier(nowNanos, next, item, write.metadata()));
        }
      }
      return Mono.justOrEmpty(call.on(next).block());
    }

    @Override
    public synchronized void kill() {
      down = true;
      long oldestNanos = System.nanoTime() - lost.toNanos();
      while (!earlier.isEmpty() && earlier.peek().atNanos - oldestNanos > 0) {
        restore(earlier.pop());
      }
      earlier.clear();
    }

    private static void restore(Earlier was) {
      StateItem item = was.item;
      if (item.exists()) {
        was.store
            .save(
                new StateOperation.Upsert(item.key(), item.value(), Condition.none()), was.metadata)
            .block();
      } else {
        was.store
            .delete(new StateOperation.Delete(item.key(), Condition.none()), was.metadata)
            .block();
      }
    }

    @Override
    public synchronized void restart() {
      down = false;
    }

    @Override
    public void close() {
      thread.shutdownNow();
    }
  }
}
