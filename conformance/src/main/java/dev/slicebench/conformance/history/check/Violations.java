package dev.slicebench.conformance.history.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was found in one stream. */
final class Violations {

  private final String stream;
  private final Map<Sentence, Violation> bySentence = new EnumMap<>(Sentence.class);

  Violations(String stream) {
    this.stream = stream;
  }

  /** Notes that a sentence is broken; of many of a kind the first witness is kept. */
  @SuppressWarnings("AnnotateFormatMethod") // The annotation would be a dependency.
  void add(Sentence sentence, String witness, Object... arguments) {
    Violation known = bySentence.get(sentence);
    bySentence.put(
        sentence,
        known == null
            ? new Violation(sentence, stream, 1, witness.formatted(arguments))
            : new Violation(sentence, stream, known.times() + 1, known.witness()));
  }

  List<Violation> all() {
    return new ArrayList<>(bySentence.values());
  }
}
