package dev.slicebench.answer.report;

import dev.slicebench.answer.Answer;
import dev.slicebench.answer.Evidence;
import dev.slicebench.answer.recommend.Advice;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Run;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a report says, apart from its look.
 *
 * @param stores each with all that is known of it
 * @param machines which runs are of which machine, in words
 * @param omitted how many older runs it leaves out
 * @param ledgers what operations cost; without them, the report says nothing of cost and latency
 * @param advice which mode to use
 */
public record Report(
    List<StoreReport> stores,
    String machines,
    int omitted,
    Optional<Ledgers> ledgers,
    Optional<Advice> advice) {

  /**
   * Returns a report.
   *
   * @param evidence in the order in which it is shown; what is of one machine by itself
   * @param advice from the same evidence
   */
  public static Report of(
      List<Evidence> evidence, Optional<Ledgers> ledgers, Optional<Advice> advice) {
    List<StoreReport> stores =
        StoreReport.of(evidence, advice.map(Advice::answers).orElse(List.of()));
    int all = evidence.stream().mapToInt(one -> one.results().runs().size()).sum();
    int shown = stores.stream().mapToInt(store -> store.runs().size()).sum();
    return new Report(stores, machines(evidence), all - shown, ledgers, advice);
  }

  private static String machines(List<Evidence> evidence) {
    return evidence.stream()
        .filter(one -> !one.results().runs().isEmpty())
        .map(
            one ->
                one.results().machine().label()
                    + (one.label().isEmpty() ? "" : " (" + one.label() + ")"))
        .distinct()
        .collect(Collectors.joining("; "));
  }

  /** Returns the answers, store by store. */
  List<Answer> answers() {
    return stores.stream().map(StoreReport::answer).flatMap(Optional::stream).toList();
  }

  /** Returns the runs, store by store. */
  List<Run> runs() {
    return stores.stream().flatMap(store -> store.runs().stream()).toList();
  }

  /** Returns the store of an answer, and whose evidence it is. */
  static String title(Answer answer) {
    return answer.store() + (answer.label().isEmpty() ? "" : " (" + answer.label() + ")");
  }
}
