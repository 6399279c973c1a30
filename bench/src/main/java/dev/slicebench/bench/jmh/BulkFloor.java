package dev.slicebench.bench.jmh;

import io.dapr.v1.DaprStateProtos.BulkStateItem;
import java.util.List;
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
 * The documents of a whole stream by as few raw GetBulkStates as gRPC's message size allows: what
 * any load costs at least. One document an append; nobody looks for the head, nothing is parsed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills in the parameters and calls the setup.
public class BulkFloor extends ShapedBenchmark {

  private Connection connection;
  private RawDocuments documents;
  private List<String> keys;

  /** Connects, and writes the documents. */
  @Setup
  public void connect() {
    connection = Connection.open();
    documents = new RawDocuments(connection, Math.min(eventsPerAppend, streamLength), payloadBytes);
    keys = documents.newKeys((streamLength + eventsPerAppend - 1) / eventsPerAppend);
    connection.writing(keys);
    keys.forEach(documents::save);
  }

  /** Reads the documents once more; disconnects. */
  @TearDown
  public void disconnect() {
    documents.check(keys);
    connection.close();
  }

  /** One load. */
  @Benchmark
  public List<BulkStateItem> bulk() {
    return documents.bulk(keys);
  }
}
