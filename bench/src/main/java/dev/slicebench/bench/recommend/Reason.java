package dev.slicebench.bench.recommend;

import static dev.slicebench.bench.recommend.RecommendationText.figure;
import static dev.slicebench.bench.recommend.RecommendationText.number;

import dev.slicebench.bench.report.Score;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The answer and its reason, in two sentences. */
record Reason(Recommendation recommendation) {

  private static final double NOTEWORTHY = 0.05;

  String sentences() {
    List<Candidate> ranked = recommendation.ranked();
    List<Candidate> best = recommendation.best();
    if (ranked.size() == 1) {
      return "Use %s. It is the only mode with all figures that may be used there: %s for an append with its loads."
          .formatted(ranked.get(0).mode(), figures(ranked.get(0)));
    }
    return best.size() > 1 ? tie(best) : lead(ranked.get(0), ranked.get(1));
  }

  private String tie(List<Candidate> best) {
    String modes = best.stream().map(one -> one.mode().name()).collect(Collectors.joining(" or "));
    Candidate fewest =
        best.stream().min(Comparator.comparingDouble(Candidate::calls)).orElseThrow();
    Candidate most = best.stream().max(Comparator.comparingDouble(Candidate::calls)).orElseThrow();
    String first =
        "Use %s: there is no measurable difference (%s for an append with its loads)."
            .formatted(
                modes, best.stream().map(one -> figures(one)).collect(Collectors.joining(", ")));
    return first
        + (!isLess(fewest.calls(), most.calls())
            ? " They wait for as many calls too."
            : " %s waits for the fewest calls one after another, %s against up to %s."
                .formatted(fewest.mode(), number(fewest.calls()), number(most.calls())));
  }

  private String lead(Candidate first, Candidate next) {
    Score one = recommendation.score(first);
    Score other = recommendation.score(next);
    return "Use %s: an append with its loads takes %s there, %.0f %% less than in %s, the next. %s"
        .formatted(
            first.mode(),
            figures(first),
            100 * (1 - one.perOp() / other.perOp()),
            next.mode(),
            cause(first, next));
  }

  /** What the ledger has less of in the first; the network multiplies round trips only. */
  private String cause(Candidate first, Candidate next) {
    if (recommendation.measure() == Measure.TIME) {
      Network network = recommendation.network();
      if (network.storeMs() > 0 && isLess(first.storeTrips(), next.storeTrips())) {
        return "It waits for %s round trips to the store one after another where %s waits for %s, and the network adds %s ms to each."
            .formatted(
                number(first.storeTrips()),
                next.mode(),
                number(next.storeTrips()),
                number(network.storeMs()));
      }
      if (isLess(first.calls(), next.calls())) {
        return "It waits for %s calls one after another where %s waits for %s."
            .formatted(number(first.calls()), next.mode(), number(next.calls()));
      }
    }
    if (isLess(first.documentsWritten(), next.documentsWritten())) {
      return "It writes %s documents where %s writes %s."
          .formatted(
              number(first.documentsWritten()), next.mode(), number(next.documentsWritten()));
    }
    if (isLess(first.keysRead(), next.keysRead())) {
      return "It reads %s keys where %s reads %s."
          .formatted(number(first.keysRead()), next.mode(), number(next.keysRead()));
    }
    return "The ledger has no reason for it: it is what was measured.";
  }

  /** By enough to explain something. */
  private static boolean isLess(double one, double other) {
    return one < other * (1 - NOTEWORTHY);
  }

  private String figures(Candidate one) {
    return figure(recommendation.score(one))
        + (recommendation.measure() == Measure.TIME ? " ms" : " request units");
  }
}
