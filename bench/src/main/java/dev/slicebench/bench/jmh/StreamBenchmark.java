package dev.slicebench.bench.jmh;

import dev.slicebench.evidence.Protocol;
import dev.slicebench.store.SliceMode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What every benchmark of an operation on streams is measured over. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH fills in the parameters.
public abstract class StreamBenchmark extends ShapedBenchmark {

  /** Whose protocol. */
  @Param public Protocol protocol;

  /** The slice mode. */
  @Param public SliceMode mode;
}
