package dev.slicebench.conformance;

import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.Sidecar;
import dev.slicebench.sidecar.SidecarOptions;
import dev.slicebench.sidecar.Sidecars;
import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.sidecar.proxy.TcpProxy;
import dev.slicebench.store.state.DaprStateStore;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * By raw Dapr calls: does a client still read what it wrote, and was told to be stored, while
 * clients' connections break? Each write has a key of its own, so that no write that comes late can
 * undo another one. What was seen: results/experiments/stale-reads.
 */
final class StaleReadsExperiment {

  private static final int WRITERS = 12;
  private static final int CLIENTS = 6;
  private static final int READS_AFTER_A_WRITE = 3;
  private static final int KEYS_OF_A_BULK_GET = 100;
  private static final int MAX_PAUSE_MS = 400;
  private static final int MAX_BREAK_MS = 20;
  private static final List<String> OTHERS =
      IntStream.range(0, KEYS_OF_A_BULK_GET).mapToObj(i -> "other-" + i).toList();
  private static final byte[] VALUE = "1".getBytes(StandardCharsets.UTF_8);
  private static final Map<String, String> METADATA = Map.of("partitionKey", "stale-reads");

  private final LongAdder reads = new LongAdder();
  private final LongAdder missing = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final long deadlineNanos;

  private StaleReadsExperiment(int seconds) {
    this.deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  /** Arguments: the store, such as {@code SQLITE}; for how many seconds; the seed of the breaks. */
  public static void main(String[] arguments) throws Exception {
    Backend backend = Backend.BuiltIn.valueOf(arguments[0]);
    StaleReadsExperiment experiment = new StaleReadsExperiment(Integer.parseInt(arguments[1]));
    try (Sidecar sidecar = Sidecars.start(SidecarKind.NATIVE, backend, SidecarOptions.BREAKABLE)) {
      experiment.run(sidecar, new Random(Long.parseLong(arguments[2])));
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %,d reads of stored documents answered, %,d of them that there is none; %,d calls"
            + " failed%n",
        backend.label(),
        experiment.reads.sum(),
        experiment.missing.sum(),
        experiment.failed.sum());
  }

  private void run(Sidecar sidecar, Random random) throws Exception {
    List<DaprClient> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(
          new DaprClientBuilder()
              .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
              .build());
    }
    StateStore first = new DaprStateStore(clients.get(0), sidecar.info().component().name());
    OTHERS.forEach(key -> first.save(new Upsert(key, VALUE, Condition.none()), METADATA).block());
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      StateStore state =
          new DaprStateStore(clients.get(i % CLIENTS), sidecar.info().component().name());
      String key = "writer-" + i;
      writers.add(threads.submit(() -> writeAndRead(state, key)));
    }
    breakNowAndThen(sidecar.faultPoints().clientLink().orElseThrow(), random);
    for (Future<?> writer : writers) {
      writer.get();
    }
    threads.shutdown();
    for (DaprClient client : clients) {
      client.close();
    }
  }

  private boolean isOver() {
    return System.nanoTime() - deadlineNanos > 0;
  }

  private void breakNowAndThen(TcpProxy link, Random random) throws InterruptedException {
    while (!isOver()) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(MAX_PAUSE_MS));
      link.cut();
      TimeUnit.MILLISECONDS.sleep(random.nextInt(MAX_BREAK_MS));
      link.heal();
    }
  }

  private void writeAndRead(StateStore state, String writer) {
    for (long next = 1; !isOver(); next++) {
      String key = writer + "-" + next;
      try {
        state.save(new Upsert(key, VALUE, Condition.none()), METADATA).block();
        for (int i = 0; i < READS_AFTER_A_WRITE; i++) {
          boolean exists = state.get(key, METADATA).blockOptional().orElseThrow().exists();
          reads.increment();
          if (!exists) {
            missing.increment();
          }
        }
        // To be broken off, which is what it takes.
        state.bulkGet(OTHERS, METADATA).block();
      } catch (StateStoreException e) {
        failed.increment();
      }
    }
  }
}
