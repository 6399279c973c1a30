package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.cosmos.wire.Traffic;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.sidecar.backend.CosmosMeter;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import io.dapr.client.DaprClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a call costs on the emulator, in ratios within one run, alternating. The figures are printed
 * and noted in docs/decisions/0006-cosmosdb.md, where they are those of {@code -Drounds=9
 * -DwarmUpRounds=4}; what is asserted holds on a slow day too.
 */
class CosmosSpeedTest {

  private static final int CALLERS = 8;
  private static final int ROUNDS = Integer.getInteger("rounds", 1);
  private static final Duration ROUND = Duration.ofMillis(250);

  /** Before the first that counts, so that what is compiled while it runs is. */
  private static final int WARM_UP_ROUNDS = Integer.getInteger("warmUpRounds", 1);

  private static final List<Integer> LENGTHS = List.of(2, 3, 4, 5, 8, 20, 100);

  /** As many as a load has of its windows. */
  private static final int IN_FLIGHT = 4;

  /** Far below what is noted: it tells only an emulator that hangs or scans. */
  private static final double A_SLOW_DAY = 0.02;

  private static final Map<String, String> STREAM = Map.of("partitionKey", "s");
  private static final byte[] VALUE =
      "{\"data\":\"%s\"}".formatted("x".repeat(230)).getBytes(StandardCharsets.UTF_8);

  private static final AtomicLong KEYS = new AtomicLong();

  private static Sidecar cosmosSidecar;
  private static Sidecar memorySidecar;
  private static DaprClient cosmosClient;
  private static DaprClient memoryClient;

  @BeforeAll
  static void start() {
    SidecarUnderTest.requireDaprd(SidecarKind.NATIVE);
    cosmosSidecar = Sidecars.start(SidecarKind.NATIVE, BuiltIn.COSMOSDB);
    memorySidecar = Sidecars.start(SidecarKind.NATIVE, BuiltIn.IN_MEMORY);
    cosmosClient = SidecarUnderTest.clientOf(cosmosSidecar);
    memoryClient = SidecarUnderTest.clientOf(memorySidecar);
  }

  @AfterAll
  static void stop() throws Exception {
    if (cosmosClient != null) {
      cosmosClient.close();
      memoryClient.close();
      cosmosSidecar.close();
      memorySidecar.close();
    }
  }

  @Test
  void aReadAndATransactionOfTwoAgainstTheInMemoryComponent() {
    StateStore cosmos = new DaprStateStore(cosmosClient, "statestore");
    StateStore memory = new DaprStateStore(memoryClient, "statestore");
    for (StateStore store : List.of(cosmos, memory)) {
      store.save(document("read"), STREAM).block();
    }

    double read =
        ratio(
            "GetState",
            () -> cosmos.get("read", STREAM).then(),
            () -> memory.get("read", STREAM).then());
    double transaction = ratio("a transaction of 2", () -> two(cosmos), () -> two(memory));

    assertThat(read).isGreaterThan(A_SLOW_DAY);
    assertThat(transaction).isGreaterThan(A_SLOW_DAY);
  }

  private static Mono<Void> two(StateStore store) {
    return store.transact(
        List.of(document("t" + KEYS.incrementAndGet()), document("t" + KEYS.incrementAndGet())),
        STREAM);
  }

  private static Upsert document(String key) {
    return new Upsert(key, VALUE, Condition.absent());
  }

  private interface Call {
    Mono<Void> make();
  }

  /** How often the first is done in the time of the other. */
  private static double ratio(String what, Call cosmos, Call memory) {
    double median = ratio(cosmos, memory, CALLERS);
    System.out.printf(
        Locale.ROOT,
        "%s with %d callers: %.2f of the in-memory component's rate%n",
        what,
        CALLERS,
        median);
    return median;
  }

  /** By the median of alternating rounds. */
  private static double ratio(Call one, Call other, int callers) {
    List<Double> ratios = new ArrayList<>();
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      double ratio = rate(one, callers) / rate(other, callers);
      if (round >= 0) {
        ratios.add(ratio);
      }
    }
    return ratios.stream().sorted().toList().get(ROUNDS / 2);
  }

  private static double rate(Call call, int callers) {
    long endNanos = System.nanoTime() + ROUND.toNanos();
    long startNanos = System.nanoTime();
    long done =
        Flux.<Call>generate(
                sink -> {
                  if (System.nanoTime() < endNanos) {
                    sink.next(call);
                  } else {
                    sink.complete();
                  }
                })
            .flatMap(one -> one.make().thenReturn(1), callers)
            .count()
            .blockOptional()
            .orElseThrow();
    return done / (double) (System.nanoTime() - startNanos);
  }

  @Test
  void bulkReadsAgainstPointReads() {
    StateStore cosmos = new DaprStateStore(cosmosClient, "statestore");
    List<String> keys = IntStream.range(0, 100).mapToObj(i -> "point-" + i).toList();
    keys.forEach(key -> cosmos.save(document(key), STREAM).block());
    for (int length : LENGTHS) {
      List<String> some = keys.subList(0, length);
      Call bulk = () -> cosmos.bulkGet(some, STREAM).then();
      Call points =
          () -> Flux.fromIterable(some).flatMap(key -> cosmos.get(key, STREAM), IN_FLIGHT).then();

      System.out.printf(
          Locale.ROOT,
          "%d documents: point reads, %d in flight, at %.2f of a bulk read's rate; %.1f request"
              + " units against %.1f, modelled%n",
          length,
          IN_FLIGHT,
          ratio(points, bulk, 1),
          requestUnits(points),
          requestUnits(bulk));
    }
    assertThat(requestUnits(() -> cosmos.bulkGet(keys, STREAM).then()))
        .isLessThan(
            requestUnits(
                () -> Flux.fromIterable(keys).flatMap(key -> cosmos.get(key, STREAM)).then()));
  }

  private static double requestUnits(Call call) {
    CosmosMeter meter = cosmosSidecar.cosmos().orElseThrow();
    Traffic before = meter.traffic();
    call.make().block();
    return meter.traffic().since(before).requestUnits();
  }
}
