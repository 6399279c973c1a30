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
 * What a command handler does: it loads the whole stream, decides, and appends with the version
 * that it has seen. Each caller has a stream of its own, written by another store instance, whose
 * length stays between {@code streamLength} and a tenth more (or ten appends more, if that is
 * longer).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the setup.
public class DecideBenchmark extends StreamBenchmark {

  private Connection connection;
  private EventStore store;
  private final Queue<Handler> handlers = new ConcurrentLinkedQueue<>();

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
    handlers.forEach(Handler::check);
    connection.close();
  }

  /** One load and one append. */
  @Benchmark
  public @Nullable AppendResult decide(Handler handler, CallCounters counters) {
    return counters.counted(handler.next).block();
  }

  /** A caller and its streams. */
  @State(Scope.Thread)
  public static class Handler {

    private DecideBenchmark benchmark;
    private GrowingStream<MeasuredStream> stream;
    private Mono<AppendResult> next;

    /** Makes itself known to the benchmark. */
    @Setup
    public void join(DecideBenchmark joined) {
      benchmark = joined;
      benchmark.handlers.add(this);
      int length = joined.streamLength;
      int growth = Math.max(length / 10, 10 * joined.eventsPerAppend);
      stream =
          new GrowingStream<>(
              () ->
                  joined.connection.newStream(joined.connection.ours(joined.mode), joined.shape()),
              MeasuredStream::version,
              joined.eventsPerAppend,
              length + growth);
    }

    /** Takes a new stream where the old one has grown too long. */
    @Setup(Level.Invocation)
    public void prepare() {
      next = stream.next().decide(benchmark.store);
    }

    private void check() {
      stream.forEach(one -> benchmark.connection.check(benchmark.mode, one));
    }
  }
}
