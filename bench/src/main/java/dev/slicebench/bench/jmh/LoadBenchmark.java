package dev.slicebench.bench.jmh;

import dev.slicebench.store.EventStore;
import dev.slicebench.store.RecordedEvent;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import reactor.core.publisher.Mono;

/**
 * A load by a store instance that did not write the stream, but has loaded it before. Each caller
 * has a stream of its own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the setup.
public class LoadBenchmark extends StreamBenchmark {

  private Connection connection;
  private EventStore store;
  private final Queue<Reader> readers = new ConcurrentLinkedQueue<>();

  /** Connects. */
  @Setup
  public void connect() {
    connection = Connection.open();
    store = connection.store(protocol, mode);
  }

  /** Reads back every reader's stream, and disconnects. */
  @TearDown
  public void check() {
    // Here, since JMH ends this state while other callers' states have not ended yet.
    readers.forEach(Reader::check);
    connection.close();
  }

  /** Returns the whole stream, forwards. */
  @Benchmark
  public List<RecordedEvent> whole(Reader reader, CallCounters counters) {
    return load(reader.stream.loadWhole(store), counters, streamLength);
  }

  /** Returns the last ten events. */
  @Benchmark
  public List<RecordedEvent> tail(Reader reader, CallCounters counters) {
    return load(
        reader.stream.loadTail(store, protocol),
        counters,
        Math.min(MeasuredStream.TAIL, streamLength));
  }

  private static List<RecordedEvent> load(
      Mono<List<RecordedEvent>> load, CallCounters counters, int expected) {
    List<RecordedEvent> events = Objects.requireNonNull(counters.counted(load).block());
    if (events.size() != expected) {
      throw new BrokenRunException(
          "a load found " + events.size() + " events instead of " + expected);
    }
    return events;
  }

  /** A caller and its stream. */
  @State(Scope.Thread)
  public static class Reader {

    private LoadBenchmark benchmark;
    private MeasuredStream stream;

    /** Writes the stream, by another store than the one that is measured. */
    @Setup
    public void write(LoadBenchmark joined) {
      benchmark = joined;
      benchmark.readers.add(this);
      stream =
          benchmark.connection.newStream(
              benchmark.connection.ours(benchmark.mode), benchmark.shape());
      benchmark.connection.flush();
    }

    private void check() {
      benchmark.connection.check(benchmark.mode, stream);
    }
  }
}
