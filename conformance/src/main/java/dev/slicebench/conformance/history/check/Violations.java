package dev.slicebench.conformance.history.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was found in one stream. */
final class Violations {

  private final String stream;
  private final Map<Anomaly, Violation> byAnomaly = new EnumMap<>(Anomaly.class);

  Violations(String stream) {
    this.stream = stream;
  }

  /** Notes an anomaly; of many of a kind the first witness is kept. */
  @SuppressWarnings("AnnotateFormatMethod") // The annotation would be a dependency.
  void add(Anomaly anomaly, String witness, Object... arguments) {
    Violation known = byAnomaly.get(anomaly);
    byAnomaly.put(
        anomaly,
        known == null
            ? new Violation(anomaly, stream, 1, witness.formatted(arguments))
            : new Violation(anomaly, stream, known.times() + 1, known.witness()));
  }

  List<Violation> all() {
    return new ArrayList<>(byAnomaly.values());
  }
}
