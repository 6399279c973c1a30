package dev.slicebench.answer.recommend;

import dev.slicebench.answer.Answer;
import dev.slicebench.answer.Evidence;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.file.ResultsException;
import dev.slicebench.evidence.ledger.CostCounter;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Envelope;
import dev.slicebench.evidence.verification.VerificationReport;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which mode to use for a workload, on each store that there is evidence of. */
public final class Advice {

  /** What every answer is to. */
  public static final String QUESTION = "Which SliceMode should I use?\n";

  private final Workload workload;
  private final Map<Evidence, List<Recommendation>> recommendations;
  private final Ledgers ledgers;
  private final CostCounter counter;
  private final List<VerifiedStore> verifiedStores;

  private Advice(
      Workload workload,
      Map<Evidence, List<Recommendation>> recommendations,
      Ledgers ledgers,
      CostCounter counter,
      List<VerifiedStore> verifiedStores) {
    this.workload = workload;
    this.recommendations = recommendations;
    this.ledgers = ledgers;
    this.counter = counter;
    this.verifiedStores = verifiedStores;
  }

  /**
   * From what runs measured, and what operations cost then and now.
   *
   * @param evidence in the order in which it is told; what is of one machine by itself
   * @param counter counts what the ledger does not have
   */
  public static Advice of(
      Workload workload, List<Evidence> evidence, Ledgers ledgers, CostCounter counter) {
    Map<Evidence, List<Recommendation>> recommendations = new LinkedHashMap<>();
    List<VerificationReport> verified =
        evidence.stream().flatMap(one -> one.verified().stream()).toList();
    Costs costs = new Costs(ledgers.today(), counter, workload);
    for (Evidence one : evidence) {
      recommendations.put(one, Recommender.of(workload, one.results(), verified, ledgers, costs));
    }
    List<SidecarInfo> measured =
        recommendations.values().stream()
            .flatMap(List::stream)
            .map(one -> one.store().sidecar())
            .toList();
    return new Advice(
        workload,
        recommendations,
        ledgers,
        counter,
        VerifiedStore.of(workload, verified, measured, costs));
  }

  /**
   * Returns this, which has a store.
   *
   * @throws ResultsException if every run has latency added to it, and no store was verified
   */
  public Advice requireStore() throws ResultsException {
    if (verifiedStores.isEmpty() && recommendations.values().stream().allMatch(List::isEmpty)) {
      throw new ResultsException(
          "every run has latency added to it: './slicebench run' without makes results to start from");
    }
    return this;
  }

  /** Returns the answer for each store that was measured, in the order in which it is told. */
  public List<Answer> answers() {
    return answers(recommendation -> true).toList();
  }

  /**
   * Returns the answer for the store of a run, by the runs on its machine; empty where all of these
   * have latency added to them.
   */
  public Optional<Answer> answer(Envelope run) {
    return answers(
            one ->
                one.store().isOf(run.sidecar())
                    && one.store().newest().envelope().machine().isLike(run.machine()))
        .findFirst();
  }

  private Stream<Answer> answers(Predicate<Recommendation> wanted) {
    return recommendations.entrySet().stream()
        .flatMap(
            one ->
                one.getValue().stream()
                    .filter(wanted)
                    .map(store -> new Reason(store).answer(one.getKey().label())));
  }

  /** Returns what is said of a store that was verified only; empty for any other. */
  public Optional<String> verified(SidecarInfo store) {
    return verifiedStores.stream()
        .filter(one -> one.report().isOf(store))
        .map(VerifiedStore::sentences)
        .findFirst();
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
                    events ->
                        costs.computeIfAbsent(
                            events,
                            size ->
                                new Costs(ledgers.today(), counter, workload.with(size, 0, 0)))))
        .toList();
  }

  /** Returns whether there is a mode to use on any store. */
  public boolean isAnswer() {
    return recommendations.values().stream()
        .flatMap(List::stream)
        .anyMatch(Recommendation::isAnswer);
  }

  /**
   * Returns it in words, for a terminal of 80 columns.
   *
   * @param detail whether it says why modes are out, what would change the answer, and how sure it
   *     is
   */
  public String text(boolean detail) {
    StringBuilder text = new StringBuilder(detail ? RecommendationText.head(workload) : QUESTION);
    recommendations.forEach(
        (evidence, stores) -> {
          if (!evidence.heading().isEmpty() && !stores.isEmpty()) {
            text.append('\n').append(RecommendationText.heading(evidence.heading()));
          }
          stores.forEach(one -> text.append(RecommendationText.of(one, detail)));
        });
    if (!verifiedStores.isEmpty()) {
      text.append("\nVerified, not measured:\n");
      verifiedStores.forEach(one -> text.append(one.text(detail)));
    }
    if (!detail) {
      text.append('\n').append(RecommendationText.notes(workload));
    }
    return text.toString();
  }
}
