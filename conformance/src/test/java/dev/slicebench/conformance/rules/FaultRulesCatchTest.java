package dev.slicebench.conformance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.FaultInjector;
import dev.slicebench.conformance.ForwardingEventStore;
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
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.MetadataProvider;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.UnknownOutcomeException;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateStore;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

/** What breaks under faults is shown by the rules: the original's protocol, and worse. */
class FaultRulesCatchTest {

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "6.3, OFF, PHANTOM_APPEND",
    "6.3, TRANSACTIONAL, PHANTOM_APPEND",
    "6.3, OFF_AND_SHARED_ALL, PHANTOM_APPEND",
    "6.14, TWO_PHASED, is wedged",
  })
  void showsWhatTheOriginalLeavesOpen(
      String id, SliceMode mode, String witness, @TempDir Path folder) throws Exception {
    RuleVerdict verdict =
        asked(
            id,
            folder,
            (state, profile) ->
                new ReferenceEventStore(state, mode, MetadataProvider.standard(mode, profile)));

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.detail()).contains(witness);
  }

  /** A stream that cannot be appended to is a nuisance; what it has lost is what matters. */
  @RepeatedTest(3)
  void tellsALostAppendBeforeTheStreamThatIsWedgedByIt(@TempDir Path folder) throws Exception {
    RuleVerdict verdict = losing(folder, new Appends(false));

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.detail()).startsWith("LOST_APPEND").contains("; at rest stream '", "wedged");
  }

  /** Which alone would leave the rule open: the store is at fault. */
  @Test
  void tellsALostAppendBeforeThatTheStoreTakesNothingAnyMore(@TempDir Path folder)
      throws Exception {
    RuleVerdict verdict = losing(folder, new Appends(true));

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.detail()).startsWith("LOST_APPEND");
  }

  private static RuleVerdict losing(Path folder, Appends appends) throws Exception {
    return asked(
        "6.9",
        folder,
        (state, profile) ->
            new Losing(
                DaprEventStore.builder(state, profile, SliceMode.CREATE_ONLY).build(), appends));
  }

  @SuppressWarnings("try") // Closing a client can be interrupted; the test then is too.
  private static RuleVerdict asked(
      String id, Path folder, BiFunction<StateStore, StoreProfile, EventStore> opening)
      throws Exception {
    Rule rule =
        FaultRules.rules().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    try (Sidecar sidecar = EmbeddedSidecar.start(BuiltIn.EMBEDDED_STRICT);
        DaprClient client =
            new DaprClientBuilder()
                .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
                .build()) {
      Wrong wrong = new Wrong(client, sidecar.info().component(), opening);
      return new RuleRunner(wrong, "wrong-", 1, 1, folder).judge(rule).verdict();
    }
  }

  /**
   * Acknowledges an append that it does not store, and later takes none on its streams, or on any.
   */
  private static final class Losing extends ForwardingEventStore {

    private static final int BEFORE_LOSS = 20;
    private static final int LAST = 50;

    private final Appends appends;

    Losing(EventStore target, Appends appends) {
      super(target);
      this.appends = appends;
    }

    @Override
    public Mono<AppendResult> append(
        String stream, ExpectedVersion expected, List<EventData> events) {
      return Mono.defer(
          () -> {
            int number = appends.number.incrementAndGet();
            if (number > BEFORE_LOSS && appends.lost.compareAndSet(false, true)) {
              return target
                  .head(stream)
                  .map(head -> new AppendResult(head + events.size(), head == 0, false))
                  .doOnError(failed -> appends.lost.set(false));
            }
            if (number <= LAST) {
              appends.wedged.add(stream);
            } else if (appends.everywhere || appends.wedged.contains(stream)) {
              return Mono.error(new UnknownOutcomeException("no append any more", null));
            }
            return target.append(stream, expected, events);
          });
    }
  }

  /** What all stores of a test have been asked to append. */
  private static final class Appends {
    final boolean everywhere;
    final AtomicInteger number = new AtomicInteger();
    final AtomicBoolean lost = new AtomicBoolean();
    final Set<String> wedged = ConcurrentHashMap.newKeySet();

    /**
     * For one test.
     *
     * @param everywhere whether in the end no stream takes an append, not even a new one
     */
    Appends(boolean everywhere) {
      this.everywhere = everywhere;
    }
  }

  private record Wrong(
      DaprClient client,
      SidecarInfo.Component component,
      BiFunction<StateStore, StoreProfile, EventStore> opening)
      implements StoreUnderTest {

    @Override
    public String label() {
      return "wrong";
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
      return opening.apply(
          seam.apply(state()),
          StoreProfile.of(component.type(), component.version(), component.capabilities()));
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
