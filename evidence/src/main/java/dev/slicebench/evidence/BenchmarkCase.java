package dev.slicebench.evidence;

import dev.slicebench.store.SliceMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing to measure: a benchmark with all its parameters.
 *
 * @param protocol whose protocol; null for a floor
 * @param mode the slice mode; null for a floor
 * @param load the stream and the appends
 * @param callers how many callers at once, each with a stream of its own
 */
public record BenchmarkCase(
    Benchmark subject,
    @Nullable Protocol protocol,
    @Nullable SliceMode mode,
    StreamShape load,
    int callers) {

  /** Returns the case of a protocol and mode. */
  public static BenchmarkCase of(
      Benchmark subject, Protocol protocol, SliceMode mode, StreamShape load, int callers) {
    return new BenchmarkCase(subject, protocol, mode, load, callers);
  }

  /** A cell of a floor; what is no parameter of the floor is left out of {@code load}. */
  public static BenchmarkCase floor(Benchmark subject, StreamShape load, int callers) {
    StreamShape own =
        new StreamShape(
            subject.hasLength() ? load.streamLength() : 0,
            load.eventsPerAppend(),
            load.payloadBytes());
    return new BenchmarkCase(subject, null, null, own, callers);
  }

  /** The same for another number of callers. */
  public BenchmarkCase withCallers(int number) {
    return new BenchmarkCase(subject, protocol, mode, load, number);
  }

  /** The values of JMH's parameters. */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (protocol != null && mode != null) {
      parameters.put("protocol", protocol.name());
      parameters.put("mode", mode.name());
    }
    if (subject.hasLength()) {
      parameters.put("streamLength", String.valueOf(load.streamLength()));
    }
    parameters.put("eventsPerAppend", String.valueOf(load.eventsPerAppend()));
    parameters.put("payloadBytes", String.valueOf(load.payloadBytes()));
    return parameters;
  }

  /** A few words for progress lines and findings. */
  public String label() {
    StringBuilder label = new StringBuilder(subject.label());
    if (mode != null) {
      label.append(' ').append(mode);
    }
    if (protocol == Protocol.REFERENCE) {
      label.append(" (reference)");
    }
    if (subject.hasLength()) {
      label.append(String.format(Locale.ROOT, ", %,d events", load.streamLength()));
    }
    return label
        .append(
            String.format(Locale.ROOT, ", %d x %,d B", load.eventsPerAppend(), load.payloadBytes()))
        .append(callers == 1 ? "" : ", " + callers + " callers")
        .toString();
  }
}
