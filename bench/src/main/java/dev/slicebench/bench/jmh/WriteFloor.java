package dev.slicebench.bench.jmh;

import java.util.ArrayList;
import java.util.Iterator;
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

/** The fewest raw calls that could commit an append: one, of either kind. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills in the parameters and calls the setup.
public class WriteFloor {

  /** How many events the append carries. */
  @Param({"1", "10", "50"})
  public int eventsPerAppend;

  /** The size of an event's data as JSON. */
  @Param({"100", "1024", "10240"})
  public int payloadBytes;

  private Connection connection;
  private RawDocuments documents;
  private final Queue<Writer> writers = new ConcurrentLinkedQueue<>();

  /** Connects. */
  @Setup
  public void connect() {
    connection = Connection.open();
    documents = new RawDocuments(connection, eventsPerAppend, payloadBytes);
  }

  /** Makes the log of keys complete. */
  @TearDown(Level.Iteration)
  public void flush() {
    connection.flush();
  }

  /** Reads every document of every caller back, and disconnects. */
  @TearDown
  public void check() {
    // Here, since JMH ends this state while other callers' states have not ended yet.
    writers.forEach(writer -> documents.check(writer.written));
    connection.close();
  }

  /** One create-only SaveState. */
  @Benchmark
  public void save(Writer writer) {
    documents.save(writer.key);
  }

  /** One transaction of two: the slice, create-only, and the head. */
  @Benchmark
  public void transaction(Writer writer) {
    documents.transact(writer.key, writer.headKey);
  }

  /** A caller and its keys. */
  @State(Scope.Thread)
  public static class Writer {

    private static final int KEYS_A_STREAM = 1000;

    private final List<String> written = new ArrayList<>();
    private Iterator<String> keys = List.<String>of().iterator();
    private WriteFloor floor;
    private String headKey;
    private String key;

    /** Makes itself known to the floor. */
    @Setup
    public void join(WriteFloor joined) {
      floor = joined;
      floor.writers.add(this);
    }

    /** Takes the next key. */
    @Setup(Level.Invocation)
    public void prepare() {
      if (!keys.hasNext()) {
        keys = floor.documents.newKeys(KEYS_A_STREAM).iterator();
        headKey = keys.next();
      }
      key = keys.next();
      floor.connection.writing(List.of(key, headKey));
      written.add(key);
    }
  }
}
