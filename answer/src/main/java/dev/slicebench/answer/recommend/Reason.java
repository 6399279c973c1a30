package dev.slicebench.answer.recommend;

import static dev.slicebench.answer.recommend.RecommendationText.figure;

import dev.slicebench.answer.Answer;
import dev.slicebench.answer.Best;
import dev.slicebench.evidence.Profile;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.text.Numbers;
import dev.slicebench.store.SliceMode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says the answer and its reason, in a sentence or two. */
record Reason(Recommendation recommendation) {

  /** The advice where noise hides the answer. */
  static final String TOO_NOISY = "Too noisy to tell";

  private static final double NOTEWORTHY = 0.05;

  /** Returns the answer for a store whose evidence has {@code label}. */
  Answer answer(String label) {
    StoreEvidence store = recommendation.store();
    return new Answer(
        store.title(),
        label,
        advice(),
        reason() + caveats(),
        store.safety().stream().sorted(Comparator.comparing(one -> rank(one.mode()))).toList(),
        store.newest());
  }

  /** Returns what to do, in a word or two. */
  String advice() {
    return advice(recommendation.recommended());
  }

  /** Returns the same, whatever the order of modes that are about the same. */
  String adviceInAnyOrder() {
    return advice(
        recommendation.recommended().stream()
            .sorted(Comparator.comparing(Candidate::mode))
            .toList());
  }

  private String advice(List<Candidate> recommended) {
    if (recommendation.ranked().isEmpty()) {
      return "No answer";
    }
    return recommended.isEmpty()
        ? TOO_NOISY
        : "Use "
            + recommended.stream()
                .map(one -> one.mode().name())
                .collect(Collectors.joining(" or "));
  }

  /** Returns the place of a mode, those that are recommended before the others. */
  private int rank(SliceMode mode) {
    List<SliceMode> ranked = recommendation.bestFirst().stream().map(Candidate::mode).toList();
    return ranked.contains(mode) ? ranked.indexOf(mode) : ranked.size();
  }

  private String caveats() {
    boolean embedded = recommendation.store().sidecar().kind() == SidecarKind.EMBEDDED;
    return (recommendation.ranked().isEmpty() || recommendation.proven()
            ? ""
            : " No mode is proven safe there: './slicebench verify' asks all rules.")
        + (embedded
            ? " (Measured on the embedded sidecar, which is not Dapr: run it on your own store before"
                + " you decide.)"
            : "");
  }

  /** Returns the rest of the sentence that the advice begins, and more. */
  private String reason() {
    if (recommendation.ranked().isEmpty()) {
      return missing();
    }
    List<Candidate> ranked = recommendation.ranked();
    List<Candidate> best = recommendation.best();
    if (ranked.size() == 1) {
      return ". It is the only mode with all figures that may be used there: %s for an append with its loads."
          .formatted(figures(ranked.get(0)));
    }
    if (best.isEmpty()) {
      return noisy();
    }
    return best.size() > 1 ? tie(best) : lead(best.get(0));
  }

  /** Returns what would give the workload its figures; nothing where no mode may be used. */
  private String missing() {
    if (recommendation.missing().isEmpty()) {
      return ": no mode that may be used there has figures.";
    }
    Optional<String> more = recommendation.cureForFit();
    if (more.isPresent()) {
      return ": too little was measured there to scale figures to this workload: %s."
          .formatted(more.get());
    }
    Optional<Profile> enough =
        Stream.of(Profile.values())
            .filter(
                profile ->
                    recommendation.missing().values().stream()
                        .anyMatch(mode -> mode.stream().allMatch(one -> one.isGotBy(profile))))
            .findFirst();
    return ": no mode that may be used there has all figures that this workload needs"
        + enough
            .map(profile -> ": '%s' gets them.".formatted(recommendation.store().command(profile)))
            .orElse(", and no profile gets them.");
  }

  private String noisy() {
    String counted = Tie.of(recommendation.ranked()).because();
    return " (%s for an append with its loads). Run again on a quiet machine: '%s'.%s"
        .formatted(
            all(recommendation.ranked()),
            recommendation.store().command(Profile.STANDARD),
            counted.isEmpty() ? "" : " By what is counted, which no noise touches, " + counted);
  }

  private String tie(List<Candidate> best) {
    String because = Tie.of(best).because();
    return ": about the same, within %.0f %% (%s for an append with its loads).%s"
        .formatted(
            100 * (recommendation.measure().margin() - 1),
            all(best),
            because.isEmpty() ? "" : " What is counted decides: " + because);
  }

  private String all(List<Candidate> candidates) {
    return candidates.stream()
        .map(one -> one.mode() + " " + figures(one))
        .collect(Collectors.joining(", "));
  }

  private String lead(Candidate first) {
    Candidate next =
        recommendation.ranked().stream()
            .filter(one -> !one.equals(first))
            .findFirst()
            .orElseThrow();
    Score one = recommendation.score(first);
    Score other = recommendation.score(next);
    double less = 1 - one.perOp() / other.perOp();
    return less > 0 && Best.isTold(one, other)
        ? ": an append with its loads takes %s there, %.0f %% less than in %s, the next. %s"
            .formatted(figures(first), 100 * less, next.mode(), cause(first, next))
        : ": an append with its loads takes %s there, and no other mode is certain to take less (%s %s)."
            .formatted(figures(first), next.mode(), figures(next));
  }

  /** Returns what the ledger has less of in the first; the network multiplies round trips only. */
  private String cause(Candidate first, Candidate next) {
    if (recommendation.measure() == Measure.TIME) {
      Network network = recommendation.network();
      if (network.storeMs() > 0 && isLess(first.storeTrips(), next.storeTrips())) {
        return "It waits for %s to the store one after another where %s waits for %s, and the network adds %s ms to each."
            .formatted(
                Numbers.of(first.storeTrips(), "round trip"),
                next.mode(),
                Numbers.of(next.storeTrips()),
                Numbers.of(network.storeMs()));
      }
      if (isLess(first.calls(), next.calls())) {
        return "It waits for %s one after another where %s waits for %s."
            .formatted(Numbers.of(first.calls(), "call"), next.mode(), Numbers.of(next.calls()));
      }
    }
    if (isLess(first.documentsWritten(), next.documentsWritten())) {
      return "It writes %s where %s writes %s."
          .formatted(
              Numbers.of(first.documentsWritten(), "document"),
              next.mode(),
              Numbers.of(next.documentsWritten()));
    }
    if (isLess(first.keysRead(), next.keysRead())) {
      return "It reads %s where %s reads %s."
          .formatted(Numbers.of(first.keysRead(), "key"), next.mode(), Numbers.of(next.keysRead()));
    }
    return "The ledger has no reason for it: it is what was measured.";
  }

  /** By enough to explain something. */
  private static boolean isLess(double one, double other) {
    return one < other * (1 - NOTEWORTHY);
  }

  private String figures(Candidate one) {
    return figure(recommendation.score(one)) + recommendation.measure().unit();
  }
}
