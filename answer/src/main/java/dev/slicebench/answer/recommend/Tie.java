package dev.slicebench.answer.recommend;

import dev.slicebench.answer.Fewest;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.text.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What is left of modes that take about as long, by what is counted, which no noise touches:
 * request units first, then Dapr calls, then documents written, for each of which some stores make
 * a trip, then keys read.
 *
 * @param left at least one
 * @param decision what decided; empty where nothing did
 */
record Tie(List<Candidate> left, Optional<Decision> decision) {

  record Count(String verb, String what, ToDoubleFunction<Candidate> of) {}

  /** By {@code count}, {@code first} has less than {@code next}. */
  record Decision(Count count, Candidate first, Candidate next) {

    String sentence() {
      return "%s %s the fewest %s, %s against %s in %s, the next."
          .formatted(
              first.mode(),
              count.verb(),
              count.what(),
              Numbers.of(count.of().applyAsDouble(first)),
              Numbers.of(count.of().applyAsDouble(next)),
              next.mode());
    }
  }

  static Tie of(List<Candidate> tied) {
    List<Candidate> left = tied;
    for (Count count : counts(tied)) {
      List<Candidate> fewest = Fewest.of(left, count.of());
      if (fewest.size() == 1 && left.size() > 1) {
        Candidate first = fewest.get(0);
        Candidate next =
            left.stream()
                .filter(one -> !one.equals(first))
                .min(Comparator.comparingDouble(count.of()))
                .orElseThrow();
        return new Tie(fewest, Optional.of(new Decision(count, first, next)));
      }
      left = fewest;
    }
    return new Tie(left, Optional.empty());
  }

  /** Returns what decided, as a sentence; empty where nothing did. */
  String because() {
    return decision.map(Decision::sentence).orElse("");
  }

  private static List<Count> counts(List<Candidate> tied) {
    List<Count> counts = new ArrayList<>();
    if (tied.stream().allMatch(one -> one.requestUnits().isPresent())) {
      counts.add(
          new Count(
              "is charged",
              "request units",
              one -> one.requestUnits().map(Score::perOp).orElseThrow()));
    }
    counts.add(new Count("waits for", "calls one after another", Candidate::calls));
    counts.add(new Count("writes", "documents", Candidate::documentsWritten));
    counts.add(new Count("reads", "keys", Candidate::keysRead));
    return counts;
  }
}
