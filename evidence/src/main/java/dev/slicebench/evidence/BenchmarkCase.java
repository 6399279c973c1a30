package dev.slicebench.evidence;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slicebench.store.SliceMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing to measure: a benchmark with all its parameters.
 *
 * @param protocol whose protocol; null for calls that are sent raw
 * @param mode the slice mode; null for a floor
 * @param shape the stream and the appends
 * @param callers how many callers at once, each with a stream of its own
 */
public record BenchmarkCase(
    @JsonProperty("subject") Benchmark benchmark,
    @Nullable Protocol protocol,
    @Nullable SliceMode mode,
    @JsonProperty("load") StreamShape shape,
    int callers) {

  /** Returns the case of a protocol and mode. */
  public static BenchmarkCase of(
      Benchmark benchmark, Protocol protocol, SliceMode mode, StreamShape shape, int callers) {
    return new BenchmarkCase(benchmark, protocol, mode, shape, callers);
  }

  /** Returns a cell of a mode's own calls, sent raw. */
  public static BenchmarkCase ownCalls(
      Benchmark benchmark, SliceMode mode, StreamShape shape, int callers) {
    return new BenchmarkCase(benchmark, null, mode, shape, callers);
  }

  /** Returns a cell of a floor; what is no parameter of the floor is left out of {@code shape}. */
  public static BenchmarkCase floor(Benchmark benchmark, StreamShape shape, int callers) {
    StreamShape own =
        new StreamShape(
            benchmark.hasLength() ? shape.streamLength() : 0,
            shape.eventsPerAppend(),
            shape.payloadBytes());
    return new BenchmarkCase(benchmark, null, null, own, callers);
  }

  /** Returns the same for another number of callers. */
  public BenchmarkCase withCallers(int number) {
    return new BenchmarkCase(benchmark, protocol, mode, shape, number);
  }

  /** Returns the values of JMH's parameters. */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (protocol != null) {
      parameters.put("protocol", protocol.name());
    }
    if (mode != null) {
      parameters.put("mode", mode.name());
    }
    if (benchmark.hasLength()) {
      parameters.put("streamLength", String.valueOf(shape.streamLength()));
    }
    parameters.put("eventsPerAppend", String.valueOf(shape.eventsPerAppend()));
    parameters.put("payloadBytes", String.valueOf(shape.payloadBytes()));
    return parameters;
  }

  /** Returns a few words for progress lines and findings. */
  public String label() {
    StringBuilder label = new StringBuilder(benchmark.label());
    if (mode != null) {
      label.append(' ').append(mode);
    }
    if (protocol == Protocol.ORIGINAL) {
      label.append(" (original)");
    }
    if (benchmark.hasLength()) {
      label.append(String.format(Locale.ROOT, ", %,d events", shape.streamLength()));
    }
    return label
        .append(
            String.format(
                Locale.ROOT, ", %d x %,d B", shape.eventsPerAppend(), shape.payloadBytes()))
        .append(callers == 1 ? "" : ", " + callers + " callers")
        .toString();
  }
}
