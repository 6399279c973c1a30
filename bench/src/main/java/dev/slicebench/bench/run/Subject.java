package dev.slicebench.bench.run;

import dev.slicebench.bench.jmh.AppendBenchmark;
import dev.slicebench.bench.jmh.BulkFloor;
import dev.slicebench.bench.jmh.ContendedAppendBenchmark;
import dev.slicebench.bench.jmh.DecideBenchmark;
import dev.slicebench.bench.jmh.GetFloor;
import dev.slicebench.bench.jmh.LoadBenchmark;
import dev.slicebench.bench.jmh.WriteFloor;

/** What a benchmark method measures. */
public enum Subject {
  /** An append. */
  APPEND(AppendBenchmark.class, "append", "append"),
  /** A load of the whole stream. */
  LOAD_WHOLE(LoadBenchmark.class, "whole", "load"),
  /** A load of the last ten events. */
  LOAD_TAIL(LoadBenchmark.class, "tail", "load of the last 10"),
  /** An append to a stream that all callers append to, tried until it succeeds. */
  CONTENDED_APPEND(ContendedAppendBenchmark.class, "append", "contended append"),
  /** A load of the whole stream, and an append with the version that it has shown. */
  DECIDE(DecideBenchmark.class, "decide", "load, decide, append"),
  /** One raw create-only SaveState. */
  SAVE_FLOOR(WriteFloor.class, "save", "floor: SaveState"),
  /** One raw transaction of a slice and a head. */
  TRANSACTION_FLOOR(WriteFloor.class, "transaction", "floor: transaction"),
  /** One raw GetState of a slice. */
  GET_FLOOR(GetFloor.class, "get", "floor: GetState"),
  /** A stream's documents by raw GetBulkStates. */
  BULK_FLOOR(BulkFloor.class, "bulk", "floor: GetBulkState");

  private final String benchmark;
  private final String label;

  Subject(Class<?> benchmark, String method, String label) {
    this.benchmark = benchmark.getName() + "." + method;
    this.label = label;
  }

  /** The name that JMH gives the benchmark. */
  public String benchmark() {
    return benchmark;
  }

  /** What it measures, in a few words. */
  public String label() {
    return label;
  }

  /** Whether it is the same for every protocol and mode. */
  public boolean isFloor() {
    return switch (this) {
      case SAVE_FLOOR, TRANSACTION_FLOOR, GET_FLOOR, BULK_FLOOR -> true;
      case APPEND, LOAD_WHOLE, LOAD_TAIL, CONTENDED_APPEND, DECIDE -> false;
    };
  }

  /** Whether the stream's length is a parameter. */
  public boolean hasLength() {
    return !isFloor() || this == BULK_FLOOR;
  }
}
