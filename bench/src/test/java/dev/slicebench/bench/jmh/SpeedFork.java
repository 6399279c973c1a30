package dev.slicebench.bench.jmh;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import dev.slicebench.evidence.SidecarInfo.Component;
import dev.slicebench.evidence.StreamShape;
import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.ModeStanding;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.VersionConflictException;
import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateCall.BulkGet;
import io.dapr.client.DaprClient;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * One fork of {@link SpeedExperiment}: measures the library against raw calls, block by block in
 * turns, in one JVM. A line of JSON for each case on standard output.
 */
final class SpeedFork {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int PAYLOAD_BYTES = 1024;
  private static final long BLOCK_NANOS = 40_000_000;

  private final Connection connection;
  private final DaprClient client;
  private final StoreProfile profile;
  private final String filter;
  private final long nanosPerSide;
  private boolean warming = true;

  private SpeedFork(Target target, SidecarClient sidecar, String filter, double secondsPerSide) {
    this.connection = Connection.to(target);
    this.client = sidecar.dapr();
    Component component = target.component();
    this.profile = StoreProfile.of(component.type(), component.version(), component.capabilities());
    this.filter = filter;
    this.nanosPerSide = (long) (secondsPerSide * 1e9);
  }

  /** Arguments: what the names of the cases begin with, or {@code all}; seconds a side. */
  public static void main(String[] arguments) throws Exception {
    Target target = Target.from(System.getProperties());
    if (target == null) {
      throw new IllegalArgumentException("started by SpeedExperiment");
    }
    String filter = arguments[0].equals("all") ? "" : arguments[0];
    try (SidecarClient sidecar = new SidecarClient(target.grpcEndpoint())) {
      new SpeedFork(target, sidecar, filter, Double.parseDouble(arguments[1])).run();
    }
    System.exit(0);
  }

  private List<SliceMode> modes() {
    return Stream.of(SliceMode.values())
        .filter(mode -> !(profile.standing(mode) instanceof ModeStanding.Unsupported))
        .toList();
  }

  /** All cases twice, first to warm up: else those that come first pay for all. */
  private void run() throws Exception {
    cases();
    warming = false;
    cases();
  }

  private void cases() throws Exception {
    for (SliceMode mode : modes()) {
      for (int callers : List.of(1, 8)) {
        for (int events : List.of(1, 10)) {
          pair(
              "append %s %d events %d callers".formatted(mode, events, callers),
              0,
              sides(callers, () -> append(mode, events)),
              List.of(sides(callers, () -> rawAppend(mode, events))));
        }
      }
      for (int events : List.of(1, 10, 50)) {
        for (int length : List.of(1_000, 10_000)) {
          load("load %s %d by %d".formatted(mode, length, events), mode, length, events);
        }
      }
      decide("decide " + mode, mode);
    }
    for (int writers : List.of(2, 8, 32)) {
      for (SliceMode mode : modes()) {
        contended("contended %s %d writers".formatted(mode, writers), mode, writers);
      }
    }
    for (SliceMode mode : modes()) {
      lengths("length " + mode, mode);
    }
  }

  private BlockingEventStore store(SliceMode mode) {
    return DaprEventStore.builder(client, connection.storeName(), mode)
        .profile(profile)
        .allowUnsafe()
        .build()
        .blocking();
  }

  /** Prepares an operation at each call, which is timed when it runs. */
  private interface Side extends Supplier<Runnable> {}

  private static List<Side> sides(int callers, Supplier<Side> each) {
    return Stream.generate(each).limit(callers).toList();
  }

  private Side append(SliceMode mode, int events) {
    BlockingEventStore store = store(mode);
    String stream = connection.newName();
    SampleEvents sample = new SampleEvents(PAYLOAD_BYTES);
    long[] version = {0};
    return () -> {
      var next = sample.following(version[0], events);
      ExpectedVersion expected = ExpectedVersion.exact(version[0]);
      version[0] += events;
      return () -> store.append(stream, expected, next);
    };
  }

  private Side rawAppend(SliceMode mode, int events) {
    RehearsedStream stream = connection.rehearsed(mode, new StreamShape(0, events, PAYLOAD_BYTES));
    RawCalls raw = new RawCalls(client, connection.storeName());
    return () -> {
      List<StateCall<?>> calls = stream.next();
      return () -> raw.send(calls);
    };
  }

  private void load(String name, SliceMode mode, int length, int events) throws Exception {
    if (!name.startsWith(filter)) {
      return;
    }
    MeasuredStream stream =
        new MeasuredStream(
            "sp-" + name.replace(' ', '-'), new StreamShape(length, events, PAYLOAD_BYTES));
    BlockingEventStore store = store(mode);
    if (store.load(stream.name(), LoadOptions.last(1)).isEmpty()) {
      stream.write(connection.ours(mode), Mono::block);
    }
    Side library =
        () ->
            () -> {
              List<RecordedEvent> found = store.load(stream.name());
              if (found.size() != length) {
                throw new BrokenRunException("a load found " + found.size() + " events");
              }
            };
    List<StateCall<?>> calls = connection.callsOf(mode, stream::loadWhole);
    List<String> keys = existing(calls);
    RawCalls raw = new RawCalls(client, connection.storeName());
    List<List<Side>> sweeps = new ArrayList<>();
    sweeps.add(List.of(() -> () -> raw.send(calls)));
    if (!keys.isEmpty()) {
      Map<String, String> metadata = calls.get(0).metadata();
      int fitting = Math.max(1, 3 * 1024 * 1024 / (events * (PAYLOAD_BYTES + 200)));
      for (int portion : List.of(fitting, Math.max(1, Math.min(fitting, 100)))) {
        List<StateCall<?>> sweep = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += portion) {
          sweep.add(
              new BulkGet(keys.subList(from, Math.min(keys.size(), from + portion)), metadata));
        }
        sweeps.add(List.of(() -> () -> raw.send(sweep)));
      }
    }
    pair(name, length, List.of(library), sweeps);
  }

  /** Returns the keys that a load reads and that exist. */
  private List<String> existing(List<StateCall<?>> calls) {
    return calls.stream()
        .filter(call -> call instanceof BulkGet)
        .flatMap(call -> connection.found((BulkGet) call).stream())
        .distinct()
        .toList();
  }

  /** A load of a hundred events and an append of ten, as a command handler does it. */
  private void decide(String name, SliceMode mode) throws Exception {
    int length = 100;
    StreamShape shape = new StreamShape(length, 10, PAYLOAD_BYTES);
    MeasuredStream stream = connection.newStream(connection.ours(mode), shape);
    BlockingEventStore store = store(mode);
    Side append = append(mode, 10);
    Side library =
        () -> {
          Runnable next = append.get();
          return () -> {
            store.load(stream.name());
            next.run();
          };
        };
    List<StateCall<?>> calls = connection.callsOf(mode, stream::loadWhole);
    RawCalls raw = new RawCalls(client, connection.storeName());
    Side rawAppend = rawAppend(mode, 10);
    Side sent =
        () -> {
          Runnable next = rawAppend.get();
          return () -> {
            raw.send(calls);
            next.run();
          };
        };
    pair(name, 0, List.of(library), List.of(List.of(sent)));
  }

  /** Measures the sides in turns. */
  private void pair(String name, int events, List<Side> library, List<List<Side>> raws)
      throws Exception {
    if (!name.startsWith(filter)) {
      return;
    }
    List<Measured> sides = new ArrayList<>();
    sides.add(new Measured(library));
    for (List<Side> raw : raws) {
      sides.add(new Measured(raw));
    }
    ExecutorService callers = Executors.newFixedThreadPool(library.size());
    // As long again for warming up.
    for (int phase = 0; phase < 2; phase++) {
      sides.forEach(Measured::reset);
      long spent = 0;
      while (spent < nanosPerSide * sides.size()) {
        long start = System.nanoTime();
        for (Measured side : sides) {
          side.block(callers);
        }
        spent += System.nanoTime() - start;
      }
    }
    callers.shutdown();
    Measured best = sides.get(1);
    for (Measured side : sides.subList(1, sides.size())) {
      best = side.median() < best.median() ? side : best;
    }
    Measured ours = sides.get(0);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("case", name);
    line.put("events", events);
    line.put("ratio", ours.median() / best.median());
    line.put("libraryMicros", ours.median());
    line.put("rawMicros", best.median());
    line.put("sweep", sides.indexOf(best));
    line.put("libraryCpuMicros", ours.cpuMicros());
    line.put("rawCpuMicros", best.cpuMicros());
    line.put("libraryBytes", ours.allocatedBytes());
    line.put("rawBytes", best.allocatedBytes());
    print(line);
  }

  private void print(Map<String, Object> line) throws Exception {
    if (!warming) {
      System.out.println(MAPPER.writeValueAsString(line));
    }
  }

  /** One side, as far as it was measured. */
  private static final class Measured {

    private final List<Side> callers;
    private final List<Long> nanos = new ArrayList<>();
    private long cpuNanos;
    private long bytes;
    private int operationsPerBlock = 1;

    Measured(List<Side> callers) {
      this.callers = callers;
    }

    void reset() {
      nanos.clear();
      cpuNanos = 0;
      bytes = 0;
    }

    void block(ExecutorService threads) throws Exception {
      List<Callable<long[]>> tasks = new ArrayList<>();
      int count = operationsPerBlock;
      for (Side side : callers) {
        List<Runnable> operations = IntStream.range(0, count).mapToObj(i -> side.get()).toList();
        tasks.add(
            () -> {
              long[] each = new long[count];
              for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                operations.get(i).run();
                each[i] = System.nanoTime() - start;
              }
              return each;
            });
      }
      long[] before = spent();
      long start = System.nanoTime();
      for (Future<long[]> done : threads.invokeAll(tasks)) {
        for (long one : done.get()) {
          nanos.add(one);
        }
      }
      long took = System.nanoTime() - start;
      long[] after = spent();
      cpuNanos += after[0] - before[0];
      bytes += after[1] - before[1];
      operationsPerBlock = (int) Math.max(1, Math.min(500, BLOCK_NANOS * count / took));
    }

    /** Processor time and allocation of all threads of Java; not the collector, nor compilers. */
    private static long[] spent() {
      long[] ids = THREADS.getAllThreadIds();
      return new long[] {
        Arrays.stream(THREADS.getThreadCpuTime(ids)).filter(one -> one > 0).sum(),
        Arrays.stream(THREADS.getThreadAllocatedBytes(ids)).filter(one -> one > 0).sum()
      };
    }

    double median() {
      long[] sorted = nanos.stream().mapToLong(one -> one).sorted().toArray();
      return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2000.0;
    }

    double cpuMicros() {
      return cpuNanos / 1000.0 / nanos.size();
    }

    double allocatedBytes() {
      return (double) bytes / nanos.size();
    }
  }

  /** Writers at one stream, each of whom tries until it succeeds, for some seconds. */
  private void contended(String name, SliceMode mode, int writers) throws Exception {
    if (!name.startsWith(filter)) {
      return;
    }
    String stream = connection.newName();
    SampleEvents sample = new SampleEvents(PAYLOAD_BYTES);
    store(mode).append(stream, ExpectedVersion.noStream(), sample.following(0, 1));
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    long end = System.nanoTime() + 3 * nanosPerSide;
    List<Callable<Long>> tasks = new ArrayList<>();
    for (int i = 1; i <= writers; i++) {
      int writer = i;
      tasks.add(() -> appendUntil(end, store(mode), stream, sample, writer));
    }
    List<Long> counts = new ArrayList<>();
    for (Future<Long> done : threads.invokeAll(tasks)) {
      counts.add(done.get());
    }
    threads.shutdown();
    long total = counts.stream().mapToLong(one -> one).sum();
    if (store(mode).load(stream).size() != total + 1) {
      throw new BrokenRunException(name + ": the stream is not what was acknowledged");
    }
    double mean = (double) total / writers;
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("case", name);
    line.put("millisPerAppend", 3 * nanosPerSide / 1e6 / mean);
    line.put("slowestShare", counts.stream().mapToLong(one -> one).min().orElse(0) / mean);
    print(line);
  }

  private static long appendUntil(
      long end, BlockingEventStore store, String stream, SampleEvents sample, int writer) {
    long written = 0;
    long version = 1;
    while (System.nanoTime() < end) {
      try {
        version =
            store
                .append(stream, ExpectedVersion.exact(version), sample.ofWriter(writer, written, 1))
                .nextExpectedVersion();
        written++;
      } catch (VersionConflictException e) {
        version = e.actual();
      }
    }
    return written;
  }

  /** Appends, heads, tails and whole loads of streams of several lengths, in turns. */
  private void lengths(String name, SliceMode mode) throws Exception {
    if (!name.startsWith(filter)) {
      return;
    }
    List<Integer> lengths = List.of(50, 1_000, 100_000, 1_000_000);
    int payloadBytes = 100;
    List<MeasuredStream> streams = new ArrayList<>();
    for (int length : lengths) {
      streams.add(
          connection.newStream(connection.ours(mode), new StreamShape(length, 50, payloadBytes)));
    }
    BlockingEventStore store = store(mode);
    SampleEvents sample = new SampleEvents(payloadBytes);
    ExecutorService one = Executors.newSingleThreadExecutor();
    for (String operation : List.of("whole", "head", "tail", "append")) {
      List<Measured> sides = new ArrayList<>();
      for (MeasuredStream stream : streams) {
        long[] version = {stream.version()};
        sides.add(
            new Measured(
                List.of(
                    () ->
                        switch (operation) {
                          case "whole" -> () -> store.load(stream.name());
                          case "head" -> () -> store.head(stream.name());
                          case "tail" -> () -> store.load(stream.name(), LoadOptions.last(10));
                          default -> {
                            var next = sample.following(version[0], 1);
                            ExpectedVersion expected = ExpectedVersion.exact(version[0]++);
                            yield () -> store.append(stream.name(), expected, next);
                          }
                        })));
      }
      for (int phase = 0; phase < 2; phase++) {
        sides.forEach(Measured::reset);
        long end = System.nanoTime() + nanosPerSide * sides.size();
        do {
          for (Measured side : sides) {
            side.block(one);
          }
        } while (System.nanoTime() < end);
      }
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("case", name + " " + operation);
      for (int i = 0; i < lengths.size(); i++) {
        double perEvent = operation.equals("whole") ? lengths.get(i) : 1;
        line.put("micros" + lengths.get(i), sides.get(i).median() / perEvent);
      }
      print(line);
    }
    one.shutdown();
  }
}
