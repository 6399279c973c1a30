package dev.slicebench.bench.jmh;

import dev.slicebench.evidence.Protocol;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
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
@SuppressWarnings("NullAway.Init") // JMH calls the setup.
public class AppendBenchmark extends StreamBenchmark {

  private static final int EVENTS_PER_BUILDING_APPEND = 50;

  private Connection connection;
  private EventStore store;
  private EventStore builder;
  private SampleEvents events;
  private final Queue<Writer> writers = new ConcurrentLinkedQueue<>();

  /** Connects. */
  @Setup
  public void connect() {
    connection = Connection.open();
    store = connection.store(protocol, mode);
    builder =
        protocol == Protocol.SLICEBENCH ? store : connection.ours(mode); // ours knows what it wrote
    events = new SampleEvents(payloadBytes);
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
                store.append(
                    writer.stream.name(),
                    ExpectedVersion.exact(writer.stream.version()),
                    writer.next))
            .block();
    writer.stream.appended(eventsPerAppend);
    return result;
  }

  private String newStream() {
    return connection.newStream(builder, streamLength, EVENTS_PER_BUILDING_APPEND, events);
  }

  /** A caller and its streams. */
  @State(Scope.Thread)
  public static class Writer {

    private AppendBenchmark benchmark;
    private GrowingStream stream;
    private List<EventData> next;

    /** Makes itself known to the benchmark. */
    @Setup
    public void join(AppendBenchmark joined) {
      benchmark = joined;
      benchmark.writers.add(this);
      int length = joined.streamLength;
      int growth = Math.max(length, 10 * joined.eventsPerAppend);
      stream = new GrowingStream(joined::newStream, length, length + growth);
    }

    /** Takes a new stream where the old one has grown too long; prepares the events. */
    @Setup(Level.Invocation)
    public void prepare() {
      stream.makeRoomFor(benchmark.eventsPerAppend);
      next = benchmark.events.following(stream.version(), benchmark.eventsPerAppend);
    }

    private void check() {
      stream.forEach((name, version) -> benchmark.connection.check(benchmark.mode, name, version));
    }
  }
}
