package dev.slicebench.bench.recommend;

import dev.slicebench.bench.ledger.Ledger;
import dev.slicebench.bench.report.Results;
import dev.slicebench.bench.report.ResultsException;
import java.util.List;

/** Which mode to use for a workload, on each store that was measured. */
public final class Advice {

  private final Workload workload;
  private final List<Recommendation> recommendations;

  private Advice(Workload workload, List<Recommendation> recommendations) {
    this.workload = workload;
    this.recommendations = recommendations;
  }

  /**
   * From what runs measured and the ledger of the same code.
   *
   * @throws ResultsException if one store was measured on two machines
   */
  public static Advice of(Workload workload, Results results, Ledger ledger)
      throws ResultsException {
    return new Advice(workload, Recommender.of(workload, results, ledger));
  }

  /** Whether there is a mode to use on every store. */
  public boolean isComplete() {
    return recommendations.stream().noneMatch(one -> one.ranked().isEmpty());
  }

  /** All of it in words, for a terminal of 80 columns. */
  public String text() {
    StringBuilder text = new StringBuilder(RecommendationText.head(workload));
    recommendations.forEach(one -> text.append(RecommendationText.of(one)));
    return text.toString();
  }
}
