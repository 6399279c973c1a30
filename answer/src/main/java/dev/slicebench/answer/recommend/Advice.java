package dev.slicebench.answer.recommend;

import dev.slicebench.answer.Answer;
import dev.slicebench.answer.Evidence;
import dev.slicebench.evidence.file.ResultsException;
import dev.slicebench.evidence.ledger.CostCounter;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.verification.VerificationReport;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which mode to use for a workload, on each store that was measured. */
public final class Advice {

  private final Workload workload;
  private final Map<Evidence, List<Recommendation>> recommendations;
  private final Ledger ledger;
  private final CostCounter counter;

  private Advice(
      Workload workload,
      Map<Evidence, List<Recommendation>> recommendations,
      Ledger ledger,
      CostCounter counter) {
    this.workload = workload;
    this.recommendations = recommendations;
    this.ledger = ledger;
    this.counter = counter;
  }

  /**
   * From what runs measured and the ledger of the same code.
   *
   * @param evidence in the order in which it is told; what is of one machine by itself
   * @param counter counts what the ledger does not have
   */
  public static Advice of(
      Workload workload, List<Evidence> evidence, Ledger ledger, CostCounter counter) {
    Map<Evidence, List<Recommendation>> recommendations = new LinkedHashMap<>();
    List<VerificationReport> verified =
        evidence.stream().flatMap(one -> one.verified().stream()).toList();
    for (Evidence one : evidence) {
      recommendations.put(one, Recommender.of(workload, one.results(), verified, ledger, counter));
    }
    return new Advice(workload, recommendations, ledger, counter);
  }

  /**
   * Returns this, which has a store.
   *
   * @throws ResultsException if every run has latency added to it
   */
  public Advice requireStore() throws ResultsException {
    if (recommendations.values().stream().allMatch(List::isEmpty)) {
      throw new ResultsException(
          "every run has latency added to it: './slicebench run' without makes results to start from");
    }
    return this;
  }

  /** Returns the answer for each store, in the order in which it is told. */
  public List<Answer> answers() {
    return recommendations.entrySet().stream()
        .flatMap(
            one ->
                one.getValue().stream()
                    .map(store -> new Reason(store).answer(one.getKey().label())))
        .toList();
  }

  /** Returns the workload that is answered for. */
  public Workload workload() {
    return workload;
  }

  /** Returns what answers for like workloads are computed from, in the order of the answers. */
  public List<Coefficients> coefficients() {
    Map<Integer, Costs> costs = new HashMap<>();
    return recommendations.values().stream()
        .flatMap(List::stream)
        .map(
            one ->
                Recommender.coefficients(
                    workload,
                    one.store(),
                    ledger,
                    events ->
                        costs.computeIfAbsent(
                            events, size -> new Costs(ledger, counter, workload.with(size, 0, 0)))))
        .toList();
  }

  /** Whether there is a mode to use on any store. */
  public boolean isAnswer() {
    return recommendations.values().stream()
        .flatMap(List::stream)
        .anyMatch(Recommendation::isAnswer);
  }

  /** All of it in words, for a terminal of 80 columns. */
  public String text() {
    StringBuilder text = new StringBuilder(RecommendationText.head(workload));
    recommendations.forEach(
        (evidence, stores) -> {
          if (!evidence.heading().isEmpty() && !stores.isEmpty()) {
            text.append('\n').append(RecommendationText.heading(evidence.heading()));
          }
          stores.forEach(one -> text.append(RecommendationText.of(one)));
        });
    return text.toString();
  }
}
