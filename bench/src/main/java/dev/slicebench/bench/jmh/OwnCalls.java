package dev.slicebench.bench.jmh;

import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.StateCall;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a mode's own calls cost, sent raw with the same bytes. The fewest calls that could do it
 * ({@link WriteFloor}, {@link BulkFloor}) show a mode's price; these show the library's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills in the parameters and calls the setup.
public class OwnCalls extends ShapedBenchmark {

  /** Whose calls. */
  @Param public SliceMode mode;

  private Connection connection;
  private final Queue<Writer> writers = new ConcurrentLinkedQueue<>();

  /** Connects. */
  @Setup
  public void connect() {
    connection = Connection.open();
  }

  /** Makes the log of keys complete. */
  @TearDown(Level.Iteration)
  public void flush() {
    connection.flush();
  }

  /** Reads every stream back by the library, and disconnects. */
  @TearDown
  public void check() {
    writers.forEach(Writer::check);
    connection.close();
  }

  /** The calls of an append. */
  @Benchmark
  public void append(Writer writer) {
    writer.raw.send(writer.next);
  }

  /** The calls of a load of the whole stream. */
  @Benchmark
  public void whole(Reader reader) {
    reader.raw.send(reader.calls);
  }

  /** A caller and its streams. */
  @State(Scope.Thread)
  public static class Writer {

    private OwnCalls benchmark;
    private RawCalls raw;
    private GrowingStream<RehearsedStream> stream;
    private List<StateCall<?>> next;

    /** Makes itself known to the benchmark. */
    @Setup
    public void join(OwnCalls joined) {
      benchmark = joined;
      benchmark.writers.add(this);
      raw = joined.connection.rawCalls();
      stream =
          new GrowingStream<>(
              this::newStream,
              RehearsedStream::version,
              joined.eventsPerAppend,
              AppendBenchmark.lastLength(joined.streamLength, joined.eventsPerAppend));
    }

    /** Takes a new stream where the old one has grown too long; rehearses the append. */
    @Setup(Level.Invocation)
    public void prepare() {
      next = stream.next().next();
    }

    private RehearsedStream newStream() {
      RehearsedStream written = benchmark.connection.rehearsed(benchmark.mode, benchmark.shape());
      written.write(raw);
      return written;
    }

    private void check() {
      stream.forEach(one -> benchmark.connection.check(benchmark.mode, one.measured()));
    }
  }

  /** A caller, and the calls of a load of its stream. */
  @State(Scope.Thread)
  public static class Reader {

    private RawCalls raw;
    private List<StateCall<?>> calls;

    /** Writes the stream, and has the library load it. */
    @Setup
    public void write(OwnCalls benchmark) {
      Connection connection = benchmark.connection;
      MeasuredStream stream =
          connection.newStream(connection.ours(benchmark.mode), benchmark.shape());
      connection.flush();
      raw = connection.rawCalls();
      calls = connection.callsOf(benchmark.mode, stream::loadWhole);
    }
  }
}
