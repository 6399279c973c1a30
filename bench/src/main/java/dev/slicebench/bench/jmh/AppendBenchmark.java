package dev.slicebench.bench.jmh;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.EventStore;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import reactor.core.publisher.Mono;

/**
 * An append with the exact expected version, by a writer who knows the stream's head from its own
 * last append. Each caller has a stream of its own, whose length stays between {@code streamLength}
 * and twice that (or ten appends more, if that is longer).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the setup.
public class AppendBenchmark extends StreamBenchmark {

  private Connection connection;
  private EventStore store;
  private final Queue<Writer> writers = new ConcurrentLinkedQueue<>();

  /** Connects. */
  @Setup
  public void connect() {
    connection = Connection.open();
    store = connection.store(protocol, mode);
  }

  /** Makes the log of keys complete. */
  @TearDown(Level.Iteration)
  public void flush() {
    connection.flush();
  }

  /** Reads back every stream of every caller, and disconnects. */
  @TearDown
  public void check() {
    // Here, since JMH ends this state while other callers' states have not ended yet.
    writers.forEach(Writer::check);
    connection.close();
  }

  /** One append. */
  @Benchmark
  public @Nullable AppendResult append(Writer writer, CallCounters counters) {
    return counters.counted(writer.next).block();
  }

  /** Returns how long a stream may become that began with {@code streamLength} events. */
  static long lastLength(int streamLength, int eventsPerAppend) {
    return streamLength + Math.max(streamLength, 10L * eventsPerAppend);
  }

  private MeasuredStream newStream() {
    return connection.newStream(store, shape());
  }

  /** A caller and its streams. */
  @State(Scope.Thread)
  public static class Writer {

    private AppendBenchmark benchmark;
    private GrowingStream<MeasuredStream> stream;
    private Mono<AppendResult> next;

    /** Makes itself known to the benchmark. */
    @Setup
    public void join(AppendBenchmark joined) {
      benchmark = joined;
      benchmark.writers.add(this);
      stream =
          new GrowingStream<>(
              joined::newStream,
              MeasuredStream::version,
              joined.eventsPerAppend,
              lastLength(joined.streamLength, joined.eventsPerAppend));
    }

    /** Takes a new stream where the old one has grown too long; prepares the events. */
    @Setup(Level.Invocation)
    public void prepare() {
      next = stream.next().append(benchmark.store);
    }

    private void check() {
      stream.forEach(one -> benchmark.connection.check(benchmark.mode, one));
    }
  }
}
