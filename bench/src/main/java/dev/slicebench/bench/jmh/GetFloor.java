package dev.slicebench.bench.jmh;

import io.dapr.v1.DaprStateProtos.GetStateResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One raw GetState of a slice document: what any call that reads costs at least. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills in the parameters and calls the setup.
public class GetFloor {

  /** How many events the document holds. */
  @Param({"1", "10", "50"})
  public int eventsPerAppend;

  /** The size of an event's data as JSON. */
  @Param({"100", "1024", "10240"})
  public int payloadBytes;

  private Connection connection;
  private RawDocuments documents;
  private String key;

  /** Connects, and writes the document. */
  @Setup
  public void connect() {
    connection = Connection.open();
    documents = new RawDocuments(connection, eventsPerAppend, payloadBytes);
    key = documents.newKeys(1).get(0);
    connection.writing(List.of(key));
    documents.save(key);
  }

  /** Reads the document once more; disconnects. */
  @TearDown
  public void disconnect() {
    documents.check(List.of(key));
    connection.close();
  }

  /** One call. */
  @Benchmark
  public GetStateResponse get() {
    return documents.get(key);
  }
}
