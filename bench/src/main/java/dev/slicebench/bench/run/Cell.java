package dev.slicebench.bench.run;

import dev.slicebench.bench.jmh.Protocol;
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
public record Cell(
    Subject subject,
    @Nullable Protocol protocol,
    @Nullable SliceMode mode,
    Load load,
    int callers) {

  /**
   * The stream that is measured on, and the appends that made it.
   *
   * @param streamLength events in the stream; 0 for a floor that has no stream
   */
  public record Load(int streamLength, int eventsPerAppend, int payloadBytes) {}

  /** A cell of a protocol and mode. */
  public static Cell of(
      Subject subject, Protocol protocol, SliceMode mode, Load load, int callers) {
    return new Cell(subject, protocol, mode, load, callers);
  }

  /** A cell of a floor; what is no parameter of the floor is left out of {@code load}. */
  public static Cell floor(Subject subject, Load load, int callers) {
    Load own =
        new Load(
            subject.hasLength() ? load.streamLength : 0, load.eventsPerAppend, load.payloadBytes);
    return new Cell(subject, null, null, own, callers);
  }

  /** The same for another number of callers. */
  Cell withCallers(int number) {
    return new Cell(subject, protocol, mode, load, number);
  }

  /** The values of JMH's parameters. */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (protocol != null && mode != null) {
      parameters.put("protocol", protocol.name());
      parameters.put("mode", mode.name());
    }
    if (subject.hasLength()) {
      parameters.put("streamLength", String.valueOf(load.streamLength));
    }
    parameters.put("eventsPerAppend", String.valueOf(load.eventsPerAppend));
    parameters.put("payloadBytes", String.valueOf(load.payloadBytes));
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
      label.append(String.format(Locale.ROOT, ", %,d events", load.streamLength));
    }
    return label
        .append(String.format(Locale.ROOT, ", %d x %,d B", load.eventsPerAppend, load.payloadBytes))
        .append(callers == 1 ? "" : ", " + callers + " callers")
        .toString();
  }
}
