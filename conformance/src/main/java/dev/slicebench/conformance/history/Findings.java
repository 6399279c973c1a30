package dev.slicebench.conformance.history;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was found in one stream. */
final class Findings {

  private final String stream;
  private final Map<Anomaly, Finding> byAnomaly = new EnumMap<>(Anomaly.class);

  Findings(String stream) {
    this.stream = stream;
  }

  /** Notes an anomaly; of many of a kind the first witness is kept. */
  @SuppressWarnings("AnnotateFormatMethod") // The annotation would be a dependency.
  void add(Anomaly anomaly, String witness, Object... arguments) {
    Finding known = byAnomaly.get(anomaly);
    byAnomaly.put(
        anomaly,
        known == null
            ? new Finding(anomaly, stream, 1, witness.formatted(arguments))
            : new Finding(anomaly, stream, known.times() + 1, known.witness()));
  }

  List<Finding> all() {
    return new ArrayList<>(byAnomaly.values());
  }
}
