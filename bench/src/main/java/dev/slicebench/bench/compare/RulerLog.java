package dev.slicebench.bench.compare;

import dev.slicebench.bench.ruler.RulerPart;
import dev.slicebench.bench.ruler.Times;
import java.util.EnumMap;
import java.util.Map;

/** The ruler's readings during one pair. */
final class RulerLog {

  private final Map<Side, Map<RulerPart, Times>> readings = new EnumMap<>(Side.class);

  RulerLog() {
    for (Side side : Side.values()) {
      Map<RulerPart, Times> parts = new EnumMap<>(RulerPart.class);
      for (RulerPart part : RulerPart.values()) {
        parts.put(part, new Times());
      }
      readings.put(side, parts);
    }
  }

  /** Adds a reading from before a turn of {@code side}. */
  void add(Side side, Map<RulerPart, Double> reading) {
    reading.forEach((part, ms) -> times(side, part).add(ms));
  }

  /** By the same measure as the forks' operations. */
  Map<RulerPart, Pair.Reading> undisturbed() {
    Map<RulerPart, Pair.Reading> result = new EnumMap<>(RulerPart.class);
    for (RulerPart part : RulerPart.values()) {
      result.put(
          part,
          new Pair.Reading(
              times(Side.BASE, part).quantile(Times.UNDISTURBED),
              times(Side.HEAD, part).quantile(Times.UNDISTURBED)));
    }
    return result;
  }

  private Times times(Side side, RulerPart part) {
    Times found = readings.getOrDefault(side, Map.of()).get(part);
    if (found == null) {
      throw new IllegalStateException("no " + side + " " + part);
    }
    return found;
  }
}
