package dev.slicebench.bench.jmh;

import dev.slicebench.evidence.StreamShape;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The shape of the streams that an operation is measured over. */
@State(Scope.Benchmark)
public abstract class ShapedBenchmark {

  /** The length of the stream before the operation. */
  @Param({"1", "10", "100", "1000", "10000"})
  public int streamLength;

  /** How many events an append carries, or each of those that made the stream carried. */
  @Param({"1", "10", "50"})
  public int eventsPerAppend;

  /** The size of an event's data as JSON. */
  @Param({"100", "1024", "10240"})
  public int payloadBytes;

  StreamShape shape() {
    return new StreamShape(streamLength, eventsPerAppend, payloadBytes);
  }
}
