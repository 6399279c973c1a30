package dev.slicebench.answer.recommend;

import dev.slicebench.evidence.Score;
import dev.slicebench.store.SliceMode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A mode that may be used, and what an append with the loads that belong to it takes there. */
record Candidate(SliceMode mode, List<Part> parts) {

  /** Returns the same for other numbers of the same operations. */
  Candidate in(Workload workload) {
    return new Candidate(mode, parts.stream().map(part -> part.in(workload)).toList());
  }

  /** In milliseconds, with a network. */
  Score ms(Network network) {
    return sum(part -> part.ms(network));
  }

  /** In request units; empty where the store charges none. */
  Optional<Score> requestUnits() {
    return parts.stream().allMatch(part -> part.perAppend() == 0 || part.requestUnits().isPresent())
        ? Optional.of(sum(part -> part.requestUnits().orElseThrow()))
        : Optional.empty();
  }

  /** Dapr calls that are waited for one after another. */
  double calls() {
    return total(Part::calls);
  }

  /** Round trips between sidecar and store that are waited for one after another. */
  double storeTrips() {
    return total(part -> part.storeTrips().perOp());
  }

  double documentsWritten() {
    return total(Part::documentsWritten);
  }

  double keysRead() {
    return total(Part::keysRead);
  }

  private double total(ToDoubleFunction<Part> figure) {
    return parts.stream().mapToDouble(part -> part.perAppend() * figure.applyAsDouble(part)).sum();
  }

  /** Different sorts were measured one by one: their errors are independent. */
  private Score sum(Function<Part, Score> figure) {
    double perOp = 0;
    double error = 0;
    for (Part part : parts) {
      if (part.perAppend() > 0) {
        Score score = figure.apply(part);
        perOp += part.perAppend() * score.perOp();
        error = Math.hypot(error, part.perAppend() * score.error());
      }
    }
    return new Score(perOp, error);
  }
}
