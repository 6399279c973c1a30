package dev.slicebench.evidence;

import java.util.Optional;

/** What a benchmark method measures. */
public enum Benchmark {
  /** An append. */
  APPEND("AppendBenchmark", "append", "append"),
  /** A load of the whole stream. */
  LOAD_WHOLE("LoadBenchmark", "whole", "load"),
  /** A load of the last ten events. */
  LOAD_TAIL("LoadBenchmark", "tail", "load of the last 10"),
  /** An append to a stream that all callers append to, tried until it succeeds. */
  CONTENDED_APPEND("ContendedAppendBenchmark", "append", "contended append"),
  /** A load of the whole stream, and an append with the version that it has shown. */
  DECIDE("DecideBenchmark", "decide", "load, decide, append"),
  /** The calls of a mode's append, sent raw. */
  APPEND_CALLS("OwnCalls", "append", "own calls: append"),
  /** The calls of a mode's load of the whole stream, sent raw. */
  LOAD_CALLS("OwnCalls", "whole", "own calls: load"),
  /** One raw create-only SaveState. */
  SAVE_FLOOR("WriteFloor", "save", "floor: SaveState"),
  /** One raw transaction of a slice and a head. */
  TRANSACTION_FLOOR("WriteFloor", "transaction", "floor: transaction"),
  /** One raw GetState of a slice. */
  GET_FLOOR("GetFloor", "get", "floor: GetState"),
  /** A stream's documents by raw GetBulkStates. */
  BULK_FLOOR("BulkFloor", "bulk", "floor: GetBulkState");

  private final String jmhName;
  private final String label;

  Benchmark(String type, String method, String label) {
    this.jmhName = "dev.slicebench.bench.jmh." + type + "." + method;
    this.label = label;
  }

  /** Returns the name that JMH gives the benchmark. */
  public String jmhName() {
    return jmhName;
  }

  /** Returns what it measures, in a few words. */
  public String label() {
    return label;
  }

  /** Returns whether a protocol does it; all else is calls that are sent raw. */
  public boolean isOperation() {
    return switch (this) {
      case APPEND, LOAD_WHOLE, LOAD_TAIL, CONTENDED_APPEND, DECIDE -> true;
      case APPEND_CALLS, LOAD_CALLS, SAVE_FLOOR, TRANSACTION_FLOOR, GET_FLOOR, BULK_FLOOR -> false;
    };
  }

  /** Returns whether it is the same for every protocol and mode. */
  public boolean isFloor() {
    return switch (this) {
      case SAVE_FLOOR, TRANSACTION_FLOOR, GET_FLOOR, BULK_FLOOR -> true;
      case APPEND, LOAD_WHOLE, LOAD_TAIL, CONTENDED_APPEND, DECIDE, APPEND_CALLS, LOAD_CALLS ->
          false;
    };
  }

  /** Returns what sends an operation's own calls raw; empty where nothing does. */
  public Optional<Benchmark> ownCalls() {
    return switch (this) {
      case APPEND -> Optional.of(APPEND_CALLS);
      case LOAD_WHOLE -> Optional.of(LOAD_CALLS);
      default -> Optional.empty();
    };
  }

  /** Returns whether the stream's length is a parameter. */
  public boolean hasLength() {
    return !isFloor() || this == BULK_FLOOR;
  }
}
