package dev.slicebench.conformance.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Delete;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A witness shows the calls with all that decides: keys, values, conditions, etags, answers. */
class WitnessCallsTest {

  private static final String PREFIX = "slicebench-verify-x-";
  private static final Map<String, String> METADATA = Map.of("partitionKey", "p");

  private final WitnessCalls calls = new WitnessCalls(() -> 0);
  private Sidecar sidecar = EmbeddedSidecar.start(BuiltIn.IN_MEMORY);
  private DaprClient client =
      new DaprClientBuilder()
          .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
          .build();
  private StateStore state =
      calls.through(new DaprStateStore(client, sidecar.info().component().name()));

  @AfterEach
  void close() throws Exception {
    client.close();
    sidecar.close();
  }

  @BeforeEach
  void begin() {
    calls.begin();
  }

  @Test
  void everyCallIsShownWithItsConditionAndItsAnswer() {
    String key = PREFIX + "old";
    state.save(upsert(key, "first", Condition.none()), METADATA).block();
    StateItem item = Objects.requireNonNull(state.get(key, METADATA).block());
    state
        .transact(
            List.of(
                upsert(PREFIX + "new", "forged", Condition.absent()),
                new Delete(key, Condition.unchanged(item))),
            METADATA)
        .block();
    state.save(upsert(key, "again", Condition.unchanged(item)), METADATA).onErrorComplete().block();
    state.get(key, METADATA).block();

    List<String> lines = calls.markdown(PREFIX, "").lines().toList();

    assertThat(lines).anyMatch(line -> line.contains("all 5") && line.contains(PREFIX));
    assertThat(lines)
        .anyMatch(line -> line.contains("save old \"first\" whatever is there: done"))
        .anyMatch(line -> line.contains("get old: \"first\", etag " + item.etag()))
        .anyMatch(
            line ->
                line.contains(
                    "transaction of 2: save new \"forged\" if there is none; delete old if its etag"
                        + " is "
                        + item.etag()
                        + ": done"))
        .anyMatch(
            line ->
                line.contains("save old \"again\" if its etag is " + item.etag() + ": FAILED: "))
        .anyMatch(line -> line.endsWith("get old: no document"));
  }

  @Test
  void ofManyCallsThoseAreShownThatTheWitnessNames() {
    for (int i = 0; i < 150; i++) {
      state.get(PREFIX + (i % 10 == 0 ? "named" : "other"), METADATA).block();
    }

    List<String> lines = calls.markdown(PREFIX, "key " + PREFIX + "named is gone").lines().toList();

    assertThat(lines).filteredOn(line -> line.contains("get named")).hasSizeBetween(10, 15);
    assertThat(lines).noneMatch(line -> line.contains("get other"));
  }

  @Test
  void howEverManyCallsAreMadeAFewAreKept() {
    for (int i = 0; i < 1000; i++) {
      state.get(PREFIX + i, METADATA).block();
    }

    List<String> lines = calls.markdown(PREFIX, "").lines().toList();

    assertThat(lines).hasSizeLessThan(100);
    assertThat(lines).anyMatch(line -> line.contains("80 of 1,000"));
    assertThat(lines).anyMatch(line -> line.contains("get 0:"));
    assertThat(lines).anyMatch(line -> line.contains("get 999:"));
  }

  private static Upsert upsert(String key, String text, Condition condition) {
    return new Upsert(key, ('"' + text + '"').getBytes(StandardCharsets.UTF_8), condition);
  }
}
