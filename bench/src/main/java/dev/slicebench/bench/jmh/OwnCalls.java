package dev.slicebench.bench.jmh;

import dev.slicebench.evidence.StreamShape;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.StateCall;
import java.util.ArrayList;
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
public class OwnCalls {

  /** Whose calls. */
  @Param public SliceMode mode;

  /** The length of the stream before the operation. */
  @Param({"1", "10", "100", "1000", "10000"})
  public int streamLength;

  /** How many events an append carries, or each of those that made the stream carried. */
  @Param({"1", "10", "50"})
  public int eventsPerAppend;

  /** The size of an event's data as JSON. */
  @Param({"100", "1024", "10240"})
  public int payloadBytes;

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

  private long lastLength() {
    return streamLength + Math.max(streamLength - eventsPerAppend, 9L * eventsPerAppend);
  }

  private StreamShape shape() {
    return new StreamShape(streamLength, eventsPerAppend, payloadBytes);
  }

  /** A caller and its streams. */
  @State(Scope.Thread)
  public static class Writer {

    private final List<RehearsedStream> streams = new ArrayList<>();
    private OwnCalls benchmark;
    private RawCalls raw;
    private List<StateCall<?>> next;

    /** Makes itself known to the benchmark. */
    @Setup
    public void join(OwnCalls joined) {
      benchmark = joined;
      benchmark.writers.add(this);
      raw = joined.connection.rawCalls();
    }

    /** Takes a new stream where the old one has grown too long; rehearses the append. */
    @Setup(Level.Invocation)
    public void prepare() {
      if (streams.isEmpty() || newest().version() >= benchmark.lastLength()) {
        RehearsedStream stream = benchmark.connection.rehearsed(benchmark.mode, benchmark.shape());
        stream.write(raw);
        streams.add(stream);
      }
      next = newest().next();
    }

    private RehearsedStream newest() {
      return streams.get(streams.size() - 1);
    }

    private void check() {
      streams.forEach(stream -> benchmark.connection.check(benchmark.mode, stream.measured()));
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
