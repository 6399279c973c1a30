package dev.slicebench.bench.jmh;

import dev.slicebench.store.AppendResult;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * An append with the exact expected version, by a writer who knows the stream's head from its own
 * last append. Each caller has a stream of its own, whose length stays between {@code streamLength}
 * and twice that (or ten appends more, if that is longer); what it has at first was written in
 * appends of fifty.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills in the parameters and calls the setup.
public class AppendBenchmark {

  private static final int EVENTS_PER_BUILDING_APPEND = 50;

  /** Whose protocol. */
  @Param public Protocol protocol;

  /** The slice mode. */
  @Param public SliceMode mode;

  /** The length of the stream before the append. */
  @Param({"1", "10", "100", "1000", "10000"})
  public int streamLength;

  /** How many events an append carries. */
  @Param({"1", "10", "50"})
  public int eventsPerAppend;

  /** The size of an event's data as JSON. */
  @Param({"100", "1024", "10240"})
  public int payloadBytes;

  private Connection connection;
  private EventStore store;
  private EventStore builder;
  private Events events;
  private final Queue<Writer> writers = new ConcurrentLinkedQueue<>();

  /** Connects. */
  @Setup
  public void connect() {
    connection = Connection.open();
    store = connection.store(protocol, mode);
    builder = protocol == Protocol.OURS ? store : connection.ours(mode); // ours knows what it wrote
    events = new Events(payloadBytes);
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
    AppendResult result =
        counters
            .counted(
                store.append(writer.stream, ExpectedVersion.exact(writer.version), writer.next))
            .block();
    writer.version += eventsPerAppend;
    return result;
  }

  /** A caller and its streams. */
  @State(Scope.Thread)
  public static class Writer {

    private final List<Written> written = new ArrayList<>();
    private AppendBenchmark benchmark;
    private String stream;
    private long version;
    private List<EventData> next;

    /** Makes itself known to the benchmark. */
    @Setup
    public void join(AppendBenchmark joined) {
      benchmark = joined;
      benchmark.writers.add(this);
    }

    /** Takes a new stream where the old one has grown too long; prepares the events. */
    @Setup(Level.Invocation)
    public void prepare() {
      int growth = Math.max(benchmark.streamLength, 10 * benchmark.eventsPerAppend);
      if (stream == null || version + benchmark.eventsPerAppend > benchmark.streamLength + growth) {
        leave();
        stream =
            benchmark.connection.newStream(
                benchmark.builder,
                benchmark.streamLength,
                EVENTS_PER_BUILDING_APPEND,
                benchmark.events);
        version = benchmark.streamLength;
      }
      next = benchmark.events.following(version, benchmark.eventsPerAppend);
    }

    private void check() {
      leave();
      for (Written one : written) {
        benchmark.connection.check(benchmark.mode, one.stream, one.version);
      }
    }

    private void leave() {
      if (stream != null) {
        written.add(new Written(stream, version));
      }
    }

    private record Written(String stream, long version) {}
  }
}
