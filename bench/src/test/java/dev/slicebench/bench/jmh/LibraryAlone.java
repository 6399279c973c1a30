package dev.slicebench.bench.jmh;

import com.sun.management.ThreadMXBean;
import dev.slicebench.evidence.StreamShape;
import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * What the library costs without gRPC and Dapr, over a state store in memory: processor time and
 * allocation of the caller's thread, once compiled. The load of the machine hardly tells here. How
 * it is called: results/experiments/speed/README.md.
 */
final class LibraryAlone {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final StoreProfile PROFILE =
      StoreProfile.of("state.in-memory", "v1", Set.of("ETAG", "TRANSACTIONAL"));
  private static final int EVENTS = 1_000;
  private static final int APPENDS = 2_000;
  private static final int LOADS = 1_000;
  private static final int ROUNDS = 6;

  private LibraryAlone() {}

  public static void main(String[] arguments) {
    System.out.println(
        "| mode, events a slice | append: µs | bytes | load, an event: µs | bytes |");
    System.out.println("| --- | ---: | ---: | ---: | ---: |");
    for (SliceMode mode : SliceMode.values()) {
      for (int events : List.of(1, 10, 50)) {
        if (mode != SliceMode.OFF_AND_SHARED_ALL) {
          measure(mode, events);
        }
      }
    }
  }

  private static void measure(SliceMode mode, int events) {
    double[] append = {0, 0};
    for (int round = 0; round < ROUNDS * 3; round++) {
      DaprEventStore store = store(mode);
      MeasuredStream stream = new MeasuredStream("a-stream", new StreamShape(0, events, 1024));
      List<Mono<?>> appends =
          Stream.<Mono<?>>generate(() -> stream.append(store)).limit(APPENDS / events).toList();
      append = spent(appends.size(), i -> appends.get(i).block());
    }
    DaprEventStore store = store(mode);
    new MeasuredStream("a-stream", new StreamShape(EVENTS, events, 1024)).write(store, Mono::block);
    BlockingEventStore blocking = store.blocking();
    double[] load = {0, 0};
    for (int round = 0; round < ROUNDS; round++) {
      load = spent(LOADS, i -> blocking.load("a-stream"));
    }
    System.out.println(
        String.format(
            Locale.ROOT,
            "| %s, %d | %.1f | %.0f | %.2f | %.0f |",
            mode,
            events,
            append[0],
            append[1],
            load[0] / EVENTS,
            load[1] / EVENTS));
  }

  private static DaprEventStore store(SliceMode mode) {
    return DaprEventStore.builder(new RehearsalStore(), PROFILE, mode).allowUnsafe().build();
  }

  /** Returns microseconds of processor time and bytes, for each. */
  private static double[] spent(int count, IntConsumer operation) {
    long cpu = THREADS.getCurrentThreadCpuTime();
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < count; i++) {
      operation.accept(i);
    }
    return new double[] {
      (THREADS.getCurrentThreadCpuTime() - cpu) / 1000.0 / count,
      (THREADS.getCurrentThreadAllocatedBytes() - bytes) / (double) count
    };
  }
}
