package dev.slicebench.answer.recommend;

import dev.slicebench.answer.Best;
import dev.slicebench.answer.recommend.Turn.Line;
import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Profile;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.Score;
import dev.slicebench.store.SliceMode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
    StoreTrips storeTrips) {

  private static final double LONGEST_ROUND_TRIP_MS = 1_000;
  private static final double MOST_LOADS_PER_APPEND = 1_000;

  /** Returns what to type for the figures that a fit needs; empty where there is one. */
  Optional<String> commandForFit() {
    return error.isPresent()
        ? Optional.empty()
        : store
            .commandForAllModes(Profile.QUICK)
            .or(() -> Optional.of(store.command(Profile.FULL)));
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

  /** Returns whether it names a mode. */
  boolean isAnswer() {
    return !ranked.isEmpty() && !recommended().isEmpty();
  }

  /**
   * Of what is recommended: where another round trip would put another mode ahead: between sidecar
   * and store, or between client and sidecar where the store is inside the sidecar. Request units
   * know no network.
   */
  List<Turn> turnsByRoundTripMs() {
    if (measure == Measure.REQUEST_UNITS) {
      return List.of();
    }
    return store.isInsideSidecar()
        ? turns(
            network().clientMs(),
            one -> new Line(one.mode(), ms(one, network().withClientMs(0)), one.calls()),
            LONGEST_ROUND_TRIP_MS)
        : turns(
            network().storeMs(),
            one -> new Line(one.mode(), ms(one, network().withStoreMs(0)), one.storeTrips()),
            LONGEST_ROUND_TRIP_MS);
  }

  private static double ms(Candidate candidate, Network network) {
    return candidate.ms(network).perOp();
  }

  /**
   * Returns where another number of loads of whole streams for each append would.
   *
   * @return empty where a mode has no figure for such a load
   */
  Optional<List<Turn>> turnsByWholeLoads() {
    if (!ranked.stream().allMatch(one -> wholeLoad(one).isPresent())) {
      return Optional.empty();
    }
    return Optional.of(
        turns(
            workload.wholeLoadsPerAppend(),
            one -> {
              double load = wholeLoad(one).orElseThrow();
              double rest = score(one).perOp() - workload.wholeLoadsPerAppend() * load;
              return new Line(one.mode(), rest, load);
            },
            MOST_LOADS_PER_APPEND));
  }

  private Optional<Double> wholeLoad(Candidate candidate) {
    return candidate
        .part(Benchmark.LOAD_WHOLE)
        .flatMap(
            load ->
                measure == Measure.TIME
                    ? Optional.of(load.ms(network()).perOp())
                    : load.requestUnits().map(Score::perOp));
  }

  private List<Turn> turns(double value, Function<Candidate, Line> line, double highest) {
    Candidate first = recommended().get(0);
    return Turn.around(
        value,
        line.apply(first),
        ranked.stream().filter(one -> !one.equals(first)).map(line).toList(),
        highest);
  }
}
