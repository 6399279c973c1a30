package dev.slicebench.conformance.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.evidence.verification.FaultKind;
import dev.slicebench.evidence.verification.Power;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Delete;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class OpportunitiesTest {

  private static final Map<String, String> PARTITION = Map.of("partitionKey", "p");

  private final AtomicLong nanos = new AtomicLong(3);
  private final Opportunities opportunities = new Opportunities(nanos::get);
  private final Sidecar sidecar = EmbeddedSidecar.start(Backend.BuiltIn.EMBEDDED_STRICT);
  private final DaprClient dapr =
      new DaprClientBuilder()
          .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
          .build();
  private final StateStore store = new DaprStateStore(dapr, sidecar.info().component().name());
  private final StateStore one = opportunities.through(store);
  private final StateStore other = opportunities.through(store);

  @AfterEach
  void stop() throws Exception {
    dapr.close();
    sidecar.close();
  }

  @Test
  void aRefusalCountsForTheOneConditionThatExplainsIt() {
    save("a", Condition.absent());
    refused(one.save(upsert("a", Condition.absent()), PARTITION));
    StateItem old = get(one, "a");
    save("a", Condition.unchanged(old));
    refused(one.save(upsert("a", Condition.unchanged(old)), PARTITION));
    refused(one.transact(List.of(upsert("a", Condition.absent())), PARTITION));
    refused(
        one.transact(
            List.of(upsert("b", Condition.absent()), upsert("a", Condition.unchanged(old))),
            PARTITION));
    save("b", Condition.absent());
    refused(
        one.transact(
            List.of(upsert("b", Condition.absent()), upsert("a", Condition.unchanged(old))),
            PARTITION));

    assertThat(count(FaultKind.CREATE_ALONE)).isEqualTo(1);
    assertThat(count(FaultKind.ETAG_ALONE)).isEqualTo(1);
    assertThat(count(FaultKind.CREATE_TOGETHER)).isEqualTo(1);
    assertThat(count(FaultKind.ETAG_TOGETHER)).isEqualTo(1);
    assertThat(count(FaultKind.RACE_ALONE)).isZero();
  }

  @Test
  void aTransactionIsWholeWhenAllOfItWasRead() {
    one.transact(List.of(upsert("a", Condition.none()), upsert("b", Condition.none())), PARTITION)
        .block();
    get(one, "a");
    assertThat(count(FaultKind.TORN_TRANSACTION)).isZero();
    get(one, "a");
    get(one, "b");
    get(one, "b");

    assertThat(count(FaultKind.TORN_TRANSACTION)).isEqualTo(1);
    assertThat(count(FaultKind.LOST_WRITE)).isEqualTo(2);
  }

  @Test
  void anotherClientsReadCountsWhereItFollowsAtOnce() {
    save("a", Condition.none());
    get(one, "a");
    assertThat(count(FaultKind.STALE_READ)).isZero();
    get(other, "a");
    assertThat(count(FaultKind.STALE_READ)).isEqualTo(1);

    save("b", Condition.none());
    nanos.addAndGet(20_000_000);
    get(other, "b");
    assertThat(count(FaultKind.STALE_READ)).isEqualTo(1);
  }

  @Test
  void aRefusalOfAWriteThatBeganBeforeItsRivalsWasTakenIsARace() {
    Mono<Void> slow =
        opportunities
            .through(
                store.intercepted(
                    StateCall.Save.class,
                    (save, next) -> {
                      nanos.addAndGet(5);
                      return Mono.fromRunnable(() -> save("a", Condition.absent()))
                          .then(save.on(next));
                    }))
            .save(upsert("a", Condition.absent()), PARTITION);
    refused(slow);

    assertThat(count(FaultKind.RACE_ALONE)).isEqualTo(1);
  }

  @Test
  void aDeletedDocumentCountsWhenItIsLookedFor() {
    save("a", Condition.none());
    one.delete(new Delete("a", Condition.none()), PARTITION).block();
    assertThat(count(FaultKind.KEPT_DELETED)).isZero();
    get(one, "a");

    assertThat(count(FaultKind.KEPT_DELETED)).isEqualTo(1);
  }

  private void save(String key, Condition condition) {
    one.save(upsert(key, condition), PARTITION).block();
  }

  private static void refused(Mono<Void> write) {
    assertThatThrownBy(write::block).isInstanceOf(StateStoreException.class);
  }

  private static StateItem get(StateStore client, String key) {
    return Objects.requireNonNull(client.get(key, PARTITION).block());
  }

  private static Upsert upsert(String key, Condition condition) {
    return new Upsert(key, "{\"v\":1}".getBytes(StandardCharsets.UTF_8), condition);
  }

  private long count(FaultKind kind) {
    return opportunities.power(List.of()).stream()
        .filter(power -> power.kind() == kind)
        .mapToLong(Power::opportunities)
        .sum();
  }
}
