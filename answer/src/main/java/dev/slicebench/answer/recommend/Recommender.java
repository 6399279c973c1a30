package dev.slicebench.answer.recommend;

import dev.slicebench.answer.recommend.Workload.StreamLength;
import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.StreamShape;
import dev.slicebench.evidence.ledger.Contact;
import dev.slicebench.evidence.ledger.Cost;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Results;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Finds the best mode for one workload, store by store. */
final class Recommender {

  private static final List<Benchmark> BENCHMARKS =
      List.of(Benchmark.APPEND, Benchmark.LOAD_WHOLE, Benchmark.LOAD_TAIL);

  private static final Score UNKNOWN = new Score(0, Double.POSITIVE_INFINITY);

  private final Workload workload;
  private final Costs costs;
  private final StoreEstimators estimators;
  private final StoreEvidence store;
  private final List<Safety> safety;
  private final Estimator times;
  private final StoreTrips storeTrips;
  private final Optional<Estimator> charges;
  private final Set<BenchmarkCase> scaled = new LinkedHashSet<>();
  private final Map<SliceMode, List<Missing>> missing = new EnumMap<>(SliceMode.class);

  private Recommender(Workload workload, Costs costs, StoreEstimators estimators) {
    this.workload = workload;
    this.costs = costs;
    this.estimators = estimators;
    this.store = estimators.store();
    this.safety = store.safety();
    this.times = estimators.times();
    this.storeTrips =
        estimators
            .measuredTrips()
            .filter(this::reachesAll)
            .<StoreTrips>map(measured -> measured)
            .orElse(new StoreTrips.Assumed());
    this.charges = estimators.charges();
  }

  /** What is told of a store's operations, whatever the workload. */
  private record StoreEstimators(
      StoreEvidence store,
      Estimator times,
      Optional<StoreTrips.Measured> measuredTrips,
      Optional<Estimator> charges) {

    static StoreEstimators of(StoreEvidence store) {
      Ledger ledger = store.software().ledger();
      Estimator times = new Estimator(store.times(), ledger);
      return new StoreEstimators(
          store,
          times,
          store.measuredTrips(times),
          store.chargesSource().map(source -> new Estimator(store.charges(), ledger)));
    }
  }

  /**
   * Returns a recommendation for each store, the newest evidence first, those of the embedded
   * sidecar last.
   *
   * @param results of one machine
   * @param verified of any stores
   */
  static List<Recommendation> of(
      Workload workload,
      Results results,
      Collection<VerificationReport> verified,
      Ledgers ledgers,
      Costs costs) {
    return StoreEvidence.of(results, verified, ledgers).stream()
        .map(store -> new Recommender(workload, costs, StoreEstimators.of(store)))
        .map(Recommender::recommend)
        .toList();
  }

  /**
   * Returns what a store's modes take for workloads like one.
   *
   * @param costs for each size of append
   */
  static Coefficients coefficients(Workload like, StoreEvidence store, IntFunction<Costs> costs) {
    StoreEstimators estimators = StoreEstimators.of(store);
    return new Coefficients(
        store.isInsideSidecar(),
        estimators.charges().isPresent(),
        Coefficients.workloads(like)
            .map(
                one ->
                    Coefficients.Setting.of(
                        one,
                        new Recommender(one, costs.apply(one.eventsPerAppend()), estimators)
                            .recommend()
                            .ranked()))
            .filter(setting -> !setting.modes().isEmpty())
            .toList());
  }

  /**
   * Returns modes as far as they can be told without a run: by what is counted alone.
   *
   * @param modes each once
   */
  static List<Candidate> counted(Workload workload, Costs costs, Collection<SliceMode> modes) {
    return modes.stream()
        .map(
            mode ->
                new Candidate(
                    mode,
                    BENCHMARKS.stream().map(one -> counted(workload, costs, mode, one)).toList()))
        .toList();
  }

  private static Part counted(Workload workload, Costs costs, SliceMode mode, Benchmark benchmark) {
    Sum sum = new Sum();
    for (StreamLength length : workload.streamLengths()) {
      Cost cost = costs.of(mode, benchmark, workload.contact(benchmark), length.events());
      sum.add(length.share(), cost, UNKNOWN, UNKNOWN, Optional.empty());
    }
    return sum.part(benchmark, workload.perAppend(benchmark));
  }

  private Recommendation recommend() {
    List<Safety> usable = usable();
    List<Candidate> candidates = new ArrayList<>();
    usable.forEach(one -> candidate(one.mode()).ifPresent(candidates::add));
    Measure measure = measure(candidates);
    return new Recommendation(
        workload,
        store,
        measure,
        usable.stream().allMatch(one -> one.verdict() == Verdict.SAFE),
        measure.sorted(candidates, store.network(workload)),
        safety.stream().filter(one -> !usable.contains(one)).toList(),
        missing,
        scaled,
        times.relativeError(),
        storeTrips,
        other -> new Recommender(other, costs, estimators).recommend());
  }

  /** Modes are compared by measured trips, or by assumed ones: not some by these, some by those. */
  private boolean reachesAll(StoreTrips.Measured measured) {
    return usable().stream()
        .flatMap(one -> BENCHMARKS.stream().flatMap(benchmark -> cells(one.mode(), benchmark)))
        .filter(cell -> workload.perAppend(cell.benchmark()) > 0)
        .filter(cell -> times.reaches(cell, workload.contact(cell.benchmark())))
        .allMatch(cell -> measured.reaches(cell, workload.contact(cell.benchmark())));
  }

  /** Returns the safe modes; where there is none, those that nothing speaks against. */
  private List<Safety> usable() {
    List<Safety> safe = safety.stream().filter(one -> one.verdict() == Verdict.SAFE).toList();
    return safe.isEmpty() ? safety.stream().filter(one -> one.verdict().isUsable()).toList() : safe;
  }

  private Measure measure(List<Candidate> candidates) {
    boolean charged = candidates.stream().allMatch(one -> one.requestUnits().isPresent());
    return workload.pricePerMillionRequestUnits() != null && charged
        ? Measure.REQUEST_UNITS
        : Measure.TIME;
  }

  private Optional<Candidate> candidate(SliceMode mode) {
    List<Part> parts = new ArrayList<>();
    List<Missing> lacking = new ArrayList<>();
    for (Benchmark benchmark : BENCHMARKS) {
      Contact contact = workload.contact(benchmark);
      List<BenchmarkCase> unreached = unreached(mode, benchmark);
      if (unreached.isEmpty()) {
        parts.add(part(mode, benchmark));
      } else if (workload.perAppend(benchmark) > 0) {
        unreached.forEach(
            cell -> lacking.add(new Missing(cell, mode, contact, times.payloadBytes())));
      }
    }
    if (lacking.isEmpty()) {
      return Optional.of(new Candidate(mode, parts));
    }
    missing.put(mode, lacking);
    return Optional.empty();
  }

  private List<BenchmarkCase> unreached(SliceMode mode, Benchmark benchmark) {
    Contact contact = workload.contact(benchmark);
    return cells(mode, benchmark)
        .filter(cell -> !times.reaches(cell, contact) || !storeTrips.reaches(cell, contact))
        .toList();
  }

  private Stream<BenchmarkCase> cells(SliceMode mode, Benchmark benchmark) {
    return workload.streamLengths().stream().map(length -> cell(mode, benchmark, length));
  }

  private Part part(SliceMode mode, Benchmark benchmark) {
    Contact contact = workload.contact(benchmark);
    Sum sum = new Sum();
    for (StreamLength length : workload.streamLengths()) {
      BenchmarkCase cell = cell(mode, benchmark, length);
      Cost cost = costs.of(mode, benchmark, contact, length.events());
      Estimate time = times.of(cell, contact, cost);
      if (time.scaled() && workload.perAppend(benchmark) > 0) {
        scaled.add(cell);
      }
      sum.add(
          length.share(),
          cost,
          time.score(),
          storeTrips.of(cell, contact, cost),
          charges
              .filter(one -> one.reaches(cell, contact))
              .map(one -> one.of(cell, contact, cost).score()));
    }
    return sum.part(benchmark, workload.perAppend(benchmark));
  }

  private BenchmarkCase cell(SliceMode mode, Benchmark benchmark, StreamLength length) {
    return BenchmarkCase.of(
        benchmark,
        Protocol.SLICEBENCH,
        mode,
        new StreamShape(length.events(), workload.eventsPerAppend(), workload.payloadBytes()),
        1);
  }

  /** A sum over stream lengths, weighted by their shares. */
  private static final class Sum {

    private Score ms = new Score(0, 0);
    private Optional<Score> requestUnits = Optional.of(new Score(0, 0));
    private Score storeTrips = new Score(0, 0);
    private double calls;
    private double documentsWritten;
    private double keysRead;

    void add(double share, Cost cost, Score time, Score trips, Optional<Score> charge) {
      if (share == 0) {
        return; // No share of an error without end is none.
      }
      ms = plus(ms, share, time);
      requestUnits = requestUnits.flatMap(sum -> charge.map(one -> plus(sum, share, one)));
      storeTrips = plus(storeTrips, share, trips);
      calls += share * cost.roundTrips();
      documentsWritten += share * cost.documentsWritten();
      keysRead += share * cost.keysRead();
    }

    Part part(Benchmark benchmark, double perAppend) {
      return new Part(
          benchmark, perAppend, ms, requestUnits, calls, storeTrips, documentsWritten, keysRead);
    }

    /** Figures of one sort may come from the same measurement: their errors add up. */
    private static Score plus(Score sum, double share, Score one) {
      return new Score(sum.perOp() + share * one.perOp(), sum.error() + share * one.error());
    }
  }
}
