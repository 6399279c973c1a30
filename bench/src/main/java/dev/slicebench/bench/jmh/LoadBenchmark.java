package dev.slicebench.bench.jmh;

import dev.slicebench.evidence.Protocol;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.LoadOptions;
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

/**
 * A load by a store instance that did not write the stream, but has loaded it before. Each caller
 * has a stream of its own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the setup.
public class LoadBenchmark extends StreamBenchmark {

  private static final int TAIL = 10;

  private Connection connection;
  private EventStore store;
  private LoadOptions tail;
  private final Queue<Reader> readers = new ConcurrentLinkedQueue<>();

  /** Connects. */
  @Setup
  public void connect() {
    connection = Connection.open();
    store = connection.store(protocol, mode);
    tail = tailOptions(protocol, streamLength);
  }

  /**
   * How a protocol is asked for the last ten events. The original cannot be asked for the last: its
   * caller, as only he can, knows the version to load from.
   */
  public static LoadOptions tailOptions(Protocol protocol, int streamLength) {
    return protocol == Protocol.SLICEBENCH
        ? LoadOptions.last(TAIL)
        : LoadOptions.from(Math.max(1, streamLength - TAIL + 1));
  }

  /** Reads back every reader's stream, and disconnects. */
  @TearDown
  public void check() {
    // Here, since JMH ends this state while other callers' states have not ended yet.
    readers.forEach(Reader::check);
    connection.close();
  }

  /** The whole stream, forwards. */
  @Benchmark
  public List<RecordedEvent> whole(Reader reader, CallCounters counters) {
    return load(reader, counters, LoadOptions.all(), streamLength);
  }

  /** The last ten events. */
  @Benchmark
  public List<RecordedEvent> tail(Reader reader, CallCounters counters) {
    return load(reader, counters, tail, Math.min(TAIL, streamLength));
  }

  private List<RecordedEvent> load(
      Reader reader, CallCounters counters, LoadOptions options, int expected) {
    List<RecordedEvent> events =
        Objects.requireNonNull(
            counters.counted(store.load(reader.stream, options).collectList()).block());
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
    private String stream;

    /** Writes the stream, by another store than the one that is measured. */
    @Setup
    public void write(LoadBenchmark joined) {
      benchmark = joined;
      benchmark.readers.add(this);
      stream =
          benchmark.connection.newStream(
              benchmark.connection.store(benchmark.protocol, benchmark.mode),
              benchmark.streamLength,
              benchmark.eventsPerAppend,
              new SampleEvents(benchmark.payloadBytes));
      benchmark.connection.flush();
    }

    private void check() {
      benchmark.connection.check(benchmark.mode, stream, benchmark.streamLength);
    }
  }
}
