package dev.slicebench.answer.recommend;

import dev.slicebench.answer.Software;
import dev.slicebench.evidence.AddedLatency;
import dev.slicebench.evidence.BenchmarkCase;
import dev.slicebench.evidence.Charges;
import dev.slicebench.evidence.Profile;
import dev.slicebench.evidence.RequestUnits;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Results;
import dev.slicebench.evidence.run.Run;
import dev.slicebench.evidence.run.RunScores;
import dev.slicebench.evidence.verification.Power;
import dev.slicebench.evidence.verification.SafetyEvidence;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that runs on one machine told of one store. A figure counts where the newest run without
 * added latency measured the same software, as far as that operation tells.
 *
 * @param runs those without added latency: at least one, oldest first
 * @param delayed those with latency added before the store, oldest first
 * @param ledgers which library each of them measured
 * @param verified of this store and of others
 */
record StoreEvidence(
    List<Run> runs, List<Run> delayed, Ledgers ledgers, Collection<VerificationReport> verified) {

  /** The command where the sidecar is the user's. */
  static final String ATTACHED_SLICEBENCH = "DAPR_GRPC_PORT=PORT ./slicebench";

  /** What slicebench can start behind a daprd. */
  private static final Set<String> BACKENDS =
      Set.of("strict", "in-memory", "sqlite", "redis", "postgresql", "postgresql-v1", "cosmosdb");

  /**
   * Returns the stores that were measured without added latency, the newest evidence first; those
   * that the embedded sidecar mimics come last.
   *
   * @param results of one machine
   * @param verified of any stores
   */
  static List<StoreEvidence> of(
      Results results, Collection<VerificationReport> verified, Ledgers ledgers) {
    Map<SidecarInfo.Store, List<Run>> byStore = new LinkedHashMap<>();
    for (Run run : results.runs()) {
      byStore
          .computeIfAbsent(run.envelope().sidecar().store(), store -> new ArrayList<>())
          .add(run);
    }
    List<StoreEvidence> stores = new ArrayList<>();
    byStore.values().forEach(all -> of(all, verified, ledgers).ifPresent(stores::add));
    stores.sort(
        Comparator.comparing(
                (StoreEvidence store) -> store.sidecar().kind() == SidecarKind.EMBEDDED)
            .thenComparing(store -> store.newest().startedAt(), Comparator.reverseOrder()));
    return stores;
  }

  /** Empty where latency was added to all. */
  private static Optional<StoreEvidence> of(
      List<Run> all, Collection<VerificationReport> verified, Ledgers ledgers) {
    List<Run> undelayed = all.stream().filter(run -> run.envelope().latency() == null).toList();
    if (undelayed.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new StoreEvidence(
            undelayed,
            all.stream().filter(run -> storeLatencyMs(run) > 0).toList(),
            ledgers,
            verified));
  }

  private static double storeLatencyMs(Run run) {
    AddedLatency latency = run.envelope().latency();
    return latency == null ? 0 : latency.measuredStoreMs();
  }

  /** Returns the sidecar of the newest run. */
  SidecarInfo sidecar() {
    return newest().envelope().sidecar();
  }

  /** Returns whether these are the runs of the same store. */
  boolean isOf(SidecarInfo store) {
    return sidecar().store().equals(store.store());
  }

  /** Returns the software of the newest run. */
  Software software() {
    return Software.of(newest(), ledgers);
  }

  private boolean counts(Run run, BenchmarkCase cell) {
    return Software.of(run, ledgers).isSame(software(), cell);
  }

  /** Returns the runs with figures that do not count, oldest first. */
  List<Run> leftOut() {
    return Stream.concat(runs.stream(), delayed.stream())
        .filter(run -> run.scores().cells().stream().anyMatch(cell -> !counts(run, cell)))
        .sorted(Comparator.comparing(Run::startedAt))
        .toList();
  }

  /** Returns the safety of each mode that a run tried, from all that is known of this store. */
  List<Safety> safety() {
    List<Safety> newestFirst = new ArrayList<>();
    runs.forEach(run -> newestFirst.addAll(0, run.envelope().standings()));
    return SafetyEvidence.of(sidecar(), newestFirst, verified);
  }

  /** Returns what {@link SafetyEvidence#power} says of this store. */
  Optional<Power> power(SliceMode mode) {
    return SafetyEvidence.power(sidecar(), mode, verified);
  }

  /** Returns what was timed and counts, in milliseconds; of several figures, the newest. */
  Map<BenchmarkCase, Score> times() {
    return times(runs);
  }

  /**
   * Returns how many trips to the store an operation makes, by the newest run with latency of the
   * same software; where there is none, by the newest with any figure that counts.
   *
   * @param times those of {@link #times()}
   */
  Optional<StoreTrips.Measured> measuredTrips(Estimator times) {
    return delayed.stream()
        .filter(run -> run.scores().cells().stream().anyMatch(cell -> counts(run, cell)))
        .max(
            Comparator.comparing((Run run) -> Software.of(run, ledgers).equals(software()))
                .thenComparing(Run::startedAt))
        .map(
            run ->
                new StoreTrips.Measured(
                    times, new Estimator(times(List.of(run)), software().ledger()), run));
  }

  /** A figure from a busy machine counts only where there is no other, and then decides nothing. */
  private Map<BenchmarkCase, Score> times(List<Run> runs) {
    Map<BenchmarkCase, Score> times = new LinkedHashMap<>();
    for (Run run : runs) {
      RunScores figures = new RunScores(run.envelope(), run.scores());
      Set<BenchmarkCase> disturbed = run.envelope().disturbedCells();
      figures
          .cells()
          .filter(cell -> counts(run, cell))
          .forEach(
              cell -> {
                Score score = figures.score(cell);
                if (score != null && disturbed.contains(cell)) {
                  times.putIfAbsent(cell, new Score(score.perOp(), Double.POSITIVE_INFINITY));
                } else if (score != null) {
                  times.put(cell, score);
                }
              });
    }
    return times;
  }

  /** Returns what was charged and counts, in request units; of several figures, the newest. */
  Map<BenchmarkCase, Score> charges() {
    Map<BenchmarkCase, Score> charges = new LinkedHashMap<>();
    for (Run run : runs) {
      RequestUnits units = run.envelope().requestUnits();
      if (units != null) {
        units.charges().stream()
            .filter(one -> counts(run, one.cell()))
            .forEach(one -> charges.put(one.cell(), new Score(one.requestUnits(), 0)));
      }
    }
    return charges;
  }

  /** Returns where the request units come from; empty where the store charges none. */
  Optional<Charges> chargesSource() {
    return runs.stream()
        .map(run -> run.envelope().requestUnits())
        .filter(Objects::nonNull)
        .map(RequestUnits::source)
        .reduce((older, newer) -> newer);
  }

  /** Returns whether the store is a part of daprd, with no network between them. */
  boolean isInsideSidecar() {
    SidecarInfo.Component component = sidecar().component();
    return StoreProfile.of(component.type(), component.version(), component.capabilities())
        .insideDaprd();
  }

  /** Returns whether a run may put latency before the store: slicebench says where that is. */
  boolean canBeDelayed() {
    return sidecar().kind() != SidecarKind.ATTACHED && sidecar().componentFile().isEmpty();
  }

  /** Returns what the workload's network adds here. */
  Network network(Workload workload) {
    return new Network(
        workload.clientRoundTripMs(), isInsideSidecar() ? 0 : workload.storeRoundTripMs());
  }

  /**
   * Returns what to type to measure this store, and no other, with another profile: the modes of
   * the newest run where no other was tried, else all.
   */
  String command(Profile profile) {
    return command(
        profile,
        isOfAllThatWereTried(newest()) ? Set.of("--profile") : Set.of("--profile", "--mode"));
  }

  private boolean isOfAllThatWereTried(Run run) {
    Set<SliceMode> tried =
        run.envelope().standings().stream().map(Safety::mode).collect(Collectors.toSet());
    return safety().stream().map(Safety::mode).allMatch(tried::contains);
  }

  /** Returns the same for all modes; empty where the newest run was of all. */
  Optional<String> commandForAllModes(Profile profile) {
    return typed().anyMatch("--mode"::equals)
        ? Optional.of(command(profile, Set.of("--profile", "--mode")))
        : Optional.empty();
  }

  /** Returns the words of the newest run's command, each option apart from its value. */
  private Stream<String> typed() {
    return newest().envelope().commandLine().stream()
        .flatMap(word -> word.startsWith("--") ? Stream.of(word.split("=", 2)) : Stream.of(word));
  }

  private String command(Profile profile, Set<String> otherOptions) {
    StringBuilder command =
        new StringBuilder(
            sidecar().kind() == SidecarKind.ATTACHED ? ATTACHED_SLICEBENCH : "./slicebench");
    Iterator<String> words = typed().iterator();
    while (words.hasNext()) {
      String word = words.next();
      if (otherOptions.contains(word) && words.hasNext()) {
        words.next();
      } else if (word.equals("--backend") && words.hasNext()) {
        String backend = words.next();
        command.append(
            backend(sidecar().component())
                .filter(backend::equals)
                .map(" --backend "::concat)
                .orElse(""));
      } else {
        command.append(' ').append(word);
      }
    }
    return command.append(" --profile ").append(profile.label()).toString();
  }

  /** Returns the store's name on the command line; empty where slicebench cannot start it. */
  static Optional<String> backend(SidecarInfo.Component component) {
    String name = component.type().replaceFirst("^state\\.(azure\\.|slicebench-)?", "");
    return Optional.of(
            name.equals("postgresql") && component.version().equals("v1") ? name + "-v1" : name)
        .filter(BACKENDS::contains);
  }

  /** Returns the folders of runs, by their names. */
  static String names(List<Run> runs) {
    return String.join(
        ", ", runs.stream().map(run -> String.valueOf(run.folder().getFileName())).toList());
  }

  /** Returns the store's name, with a mark unless a real daprd worked on it. */
  String title() {
    return sidecar().backend()
        + (sidecar().kind() == SidecarKind.EMBEDDED ? " [embedded sidecar, not Dapr]" : "");
  }

  /** Returns the newest run. */
  Run newest() {
    return runs.get(runs.size() - 1);
  }
}
