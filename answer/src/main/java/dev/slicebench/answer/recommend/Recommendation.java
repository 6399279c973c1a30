package dev.slicebench.answer.recommend;

import dev.slicebench.answer.Best;
import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Profile;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.ledger.Contact;
import dev.slicebench.store.SliceMode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which mode to use for a workload on one store.
 *
 * @param measure what the modes are ranked by
 * @param proven whether the ranked modes are safe; else none is, and they are merely unproven
 * @param ranked the modes that may be used and have all figures, the best first
 * @param out the modes that may not be used, with the evidence
 * @param missing what the other modes lack: figures that no run gave and none could be scaled to
 * @param scaled figures that were scaled from others
 * @param error by which share the fit behind the scaling is off; empty where there is none
 * @param storeTrips where the round trips between sidecar and store come from
 * @param forOthers recommends for another workload on the same store, with as many events an append
 */
record Recommendation(
    Workload workload,
    StoreEvidence store,
    Measure measure,
    boolean proven,
    List<Candidate> ranked,
    List<Safety> out,
    Map<SliceMode, List<Missing>> missing,
    Collection<BenchmarkCase> scaled,
    Optional<Double> error,
    StoreTrips storeTrips,
    Function<Workload, Recommendation> forOthers) {

  private static final double LONGEST_ROUND_TRIP_MS = 1_000;
  private static final double MOST_LOADS_PER_APPEND = 1_000;

  /** Says what to type for the figures that a fit needs; empty where there is one. */
  Optional<String> cureForFit() {
    return error.isPresent()
        ? Optional.empty()
        : store
            .commandForAllModes(Profile.QUICK)
            .map("'%s' measures all modes"::formatted)
            .or(() -> Optional.of("'%s' measures more".formatted(store.command(Profile.FULL))));
  }

  /** Returns what the network adds on this store. */
  Network network() {
    return store.network(workload);
  }

  /** Returns what a mode is ranked by, for an append with its loads. */
  Score score(Candidate candidate) {
    return measure.of(candidate, network());
  }

  /** Returns the {@linkplain Best best}; none where it is too noisy to tell. */
  List<Candidate> best() {
    return Best.of(ranked, this::score, measure.margin());
  }

  /**
   * Returns what to use: of the best, what is counted decides. Empty where it is too noisy to tell.
   */
  List<Candidate> recommended() {
    List<Candidate> best = best();
    return best.isEmpty() ? best : Tie.of(best).left();
  }

  /** Returns the ranked modes, those that are recommended before the others. */
  List<Candidate> bestFirst() {
    return Stream.concat(recommended().stream(), ranked.stream()).distinct().toList();
  }

  /** Returns whether it names a mode. */
  boolean isAnswer() {
    return !ranked.isEmpty() && !recommended().isEmpty();
  }

  /**
   * Returns where another round trip between sidecar and store would make another answer, as far as
   * there is a network between them.
   */
  List<Turn> turnsByStoreRoundTripMs() {
    return store.isInsideSidecar()
        ? List.of()
        : turns(
            workload.storeRoundTripMs(),
            LONGEST_ROUND_TRIP_MS,
            ms -> at(workload.withRoundTripsMs(workload.clientRoundTripMs(), ms)));
  }

  /** Returns where another round trip between client and sidecar would. */
  List<Turn> turnsByClientRoundTripMs() {
    return turns(
        workload.clientRoundTripMs(),
        LONGEST_ROUND_TRIP_MS,
        ms -> at(workload.withRoundTripsMs(ms, workload.storeRoundTripMs())));
  }

  /** Returns where another number of loads of whole streams for each append would. */
  List<Turn> turnsByWholeLoads() {
    Map<Operations, Recommendation> others = new HashMap<>();
    return turns(
        workload.wholeLoadsPerAppend(),
        MOST_LOADS_PER_APPEND,
        loads -> {
          Workload other =
              workload.with(workload.eventsPerAppend(), loads, workload.tailLoadsPerAppend());
          return others
              .computeIfAbsent(Operations.of(other), operations -> forOthers.apply(other))
              .at(other);
        });
  }

  /** Workloads with the same operations need the same figures, whatever their numbers. */
  private record Operations(boolean wholeLoads, Contact append) {

    static Operations of(Workload workload) {
      return new Operations(workload.wholeLoadsPerAppend() > 0, workload.contact(Benchmark.APPEND));
    }
  }

  private static List<Turn> turns(
      double value, double highest, DoubleFunction<Recommendation> recommendation) {
    return Turn.around(
        value,
        highest,
        at -> new Reason(recommendation.apply(at)).adviceInAnyOrder(),
        Reason.TOO_NOISY);
  }

  /** Returns the same for other numbers of the same operations, and for another network. */
  private Recommendation at(Workload other) {
    return new Recommendation(
        other,
        store,
        measure,
        proven,
        measure.sorted(ranked.stream().map(one -> one.in(other)).toList(), store.network(other)),
        out,
        missing,
        scaled,
        error,
        storeTrips,
        forOthers);
  }
}
