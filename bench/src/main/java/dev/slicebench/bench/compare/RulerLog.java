package dev.slicebench.bench.compare;

import java.util.EnumMap;
import java.util.Map;

/** The ruler's readings during one pair. */
final class RulerLog {

  private final Map<Side, Map<RulerPart, Histogram>> readings = new EnumMap<>(Side.class);

  RulerLog() {
    for (Side side : Side.values()) {
      Map<RulerPart, Histogram> parts = new EnumMap<>(RulerPart.class);
      for (RulerPart part : RulerPart.values()) {
        parts.put(part, new Histogram());
      }
      readings.put(side, parts);
    }
  }

  /** Adds a reading from before a turn of {@code side}. */
  void add(Side side, Map<RulerPart, Double> reading) {
    reading.forEach((part, ms) -> histogram(side, part).add(ms, 1));
  }

  /** By the same measure as the forks' operations. */
  Map<RulerPart, Pair.Reading> undisturbed() {
    Map<RulerPart, Pair.Reading> result = new EnumMap<>(RulerPart.class);
    for (RulerPart part : RulerPart.values()) {
      result.put(
          part,
          new Pair.Reading(
              histogram(Side.BASE, part).quantile(Histogram.UNDISTURBED),
              histogram(Side.HEAD, part).quantile(Histogram.UNDISTURBED)));
    }
    return result;
  }

  private Histogram histogram(Side side, RulerPart part) {
    Histogram found = readings.getOrDefault(side, Map.of()).get(part);
    if (found == null) {
      throw new IllegalStateException("no " + side + " " + part);
    }
    return found;
  }
}
