package dev.slicebench.answer;

import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.Charges;
import dev.slicebench.evidence.Profile;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.RequestUnits;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.run.Envelope;
import dev.slicebench.evidence.run.Envelope.Broken;
import dev.slicebench.evidence.run.Scores;
import dev.slicebench.evidence.text.Numbers;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Which slice mode to use, from what was measured; never one that is not safe, and never one whose
 * figures are too noisy to tell. Where several are about as fast, what is counted decides.
 *
 * @param store on which store
 * @param advice what to do, in a few words
 * @param reason the rest of the sentence, and more
 */
public record Answer(String store, String advice, String reason) {

  private static final List<Benchmark> BOTH = List.of(Benchmark.APPEND, Benchmark.LOAD_WHOLE);

  /** Below that, a factor is told as a percentage. */
  private static final double SMALLEST_FACTOR = 1.095;

  /**
   * The answer of a run. A mode with a broken cell is not recommended, since its figures are not
   * whole; one whose standing is unproven only where none is safe, and with a warning.
   */
  public static Answer of(Envelope envelope, Scores measured) {
    List<SliceMode> safe = usable(envelope, Verdict.SAFE);
    boolean proven = !safe.isEmpty();
    List<SliceMode> candidates = proven ? safe : usable(envelope, Verdict.UNPROVEN);
    Scores scores = measured.distrusting(envelope.disturbedCells());
    Ranking append = Ranking.of(scores, Benchmark.APPEND, candidates);
    Ranking load = Ranking.of(scores, Benchmark.LOAD_WHOLE, candidates);
    String store = envelope.sidecar().backend();
    if (append.costs().isEmpty() || load.costs().isEmpty()) {
      return new Answer(store, "use none", ": no mode that is safe there was measured whole.");
    }
    Choice choice =
        candidates.size() == 1
            ? new Choice(
                "use " + candidates.get(0),
                ", the only %s mode that was measured.".formatted(proven ? "safe" : "possible"))
            : choice(envelope, scores, append, load, proven ? "safe" : "possible");
    StringBuilder reason = new StringBuilder(choice.reason());
    if (!proven) {
      reason.append(
          " No mode is proven safe there: nothing was seen to break, which is not enough to trust it"
              + " with events.");
    }
    reason.append(bill(envelope, candidates));
    if (!envelope.disturbedCells().isEmpty()) {
      reason.append(disturbance(envelope, scores));
      reason.append(choice.reason().contains(again(envelope)) ? "" : again(envelope));
    }
    if (envelope.sidecar().kind() == SidecarKind.EMBEDDED) {
      reason.append(
          " (Measured on the embedded sidecar, which is not Dapr: run it on your own store before"
              + " you decide.)");
    }
    return new Answer(store, choice.advice(), reason.toString());
  }

  /** The answer in a sentence or two. */
  public String text() {
    return "On " + store + ": " + advice + reason;
  }

  private static List<SliceMode> usable(Envelope envelope, Verdict verdict) {
    return envelope.standings().stream()
        .filter(standing -> standing.verdict() == verdict)
        .map(Safety::mode)
        .filter(mode -> envelope.broken().stream().noneMatch(one -> isOurs(one, mode)))
        .toList();
  }

  private static boolean isOurs(Broken broken, SliceMode mode) {
    return broken.cell().mode() == mode && broken.cell().protocol() == Protocol.OURS;
  }

  private record Choice(String advice, String reason) {}

  private static Choice choice(
      Envelope envelope, Scores scores, Ranking append, Ranking load, String kind) {
    RequestUnits units = envelope.requestUnits();
    List<SliceMode> appends = append.best();
    List<SliceMode> loads = load.best();
    String leads = lead(append) + ", and " + lead(load) + ".";
    if (appends.isEmpty() && loads.isEmpty()) {
      List<SliceMode> all = append.costs().stream().map(Ranking.Cost::mode).toList();
      Tiebreak counted = Tiebreak.of(all, BOTH, scores, units);
      return new Choice(
          "too noisy to tell",
          ": "
              + leads
              + again(envelope)
              + (counted.because().isEmpty()
                  ? ""
                  : " By what is counted, which no noise touches, " + counted.because()));
    }
    if (appends.isEmpty() || loads.isEmpty()) {
      Benchmark told = appends.isEmpty() ? Benchmark.LOAD_WHOLE : Benchmark.APPEND;
      Tiebreak tie = Tiebreak.of(appends.isEmpty() ? loads : appends, List.of(told), scores, units);
      return new Choice(
          (told == Benchmark.APPEND
                  ? "use %s if you append more than you load; loads are too noisy to tell"
                  : "use %s if you load more than you append; appends are too noisy to tell")
              .formatted(either(tie.left())),
          ": " + leads + again(envelope) + decided(tie));
    }
    List<SliceMode> both = new ArrayList<>(appends);
    both.retainAll(loads);
    if (both.isEmpty()) {
      Tiebreak appending = Tiebreak.of(appends, List.of(Benchmark.APPEND), scores, units);
      Tiebreak loading = Tiebreak.of(loads, List.of(Benchmark.LOAD_WHOLE), scores, units);
      return new Choice(
          "use %s if you append more than you load, and %s if you load more"
              .formatted(either(appending.left()), either(loading.left())),
          ": " + leads + decided(appending) + decided(loading));
    }
    Tiebreak tie = Tiebreak.of(both, BOTH, scores, units);
    return new Choice(
        "use " + either(tie.left()), ": of the " + kind + " modes, " + leads + decided(tie));
  }

  private static String decided(Tiebreak tie) {
    return tie.because().isEmpty() ? "" : " What is counted decides: " + tie.because();
  }

  private static String again(Envelope envelope) {
    return " Run again on a quiet machine"
        + (envelope.profile().equals(Profile.QUICK.label()) ? ", with --profile standard." : ".");
  }

  private static String disturbance(Envelope envelope, Scores scores) {
    return " While %d of %d figures were measured, the machine was busy with something else: they decide nothing."
        .formatted(envelope.disturbedCells().size(), scores.cells().size());
  }

  private static String bill(Envelope envelope, List<SliceMode> candidates) {
    RequestUnits units = envelope.requestUnits();
    if (units == null || candidates.size() < 2) {
      return "";
    }
    Ranking append = Ranking.of(Scores.of(units), Benchmark.APPEND, candidates);
    Ranking load = Ranking.of(Scores.of(units), Benchmark.LOAD_WHOLE, candidates);
    boolean free = units.charges().stream().anyMatch(one -> one.requestUnits() == 0);
    return free || append.costs().isEmpty() || load.costs().isEmpty()
        ? ""
        : " In request units, %s, %s, and %s."
            .formatted(
                units.source() == Charges.MEASURED ? "measured" : "modelled",
                fewest(append),
                fewest(load));
  }

  /** Charges have no noise: the least is the least. */
  private static String fewest(Ranking charges) {
    List<SliceMode> cheapest =
        Fewest.of(charges.costs(), one -> one.score().perOp()).stream()
            .map(Ranking.Cost::mode)
            .toList();
    return cheapest.size() == 1
        ? cheapest(charges, cheapest.get(0))
        : about(charges, cheapest, "about the same");
  }

  /** How the best compare with the rest. */
  private static String lead(Ranking ranking) {
    List<SliceMode> best = ranking.best();
    if (best.isEmpty()) {
      Ranking.Cost noisiest = ranking.noisiest();
      return "%s is too noisy to tell (%s: %s ms)"
          .formatted(
              ranking.subject().label(),
              noisiest.mode(),
              Double.isFinite(noisiest.noisiest().error())
                  ? Numbers.of(noisiest.noisiest().perOp(), noisiest.noisiest().error())
                  : Numbers.of(noisiest.noisiest().perOp()) + " ±?");
    }
    return best.size() > 1
        ? about(ranking, best, "about the same (within a quarter)")
        : cheapest(ranking, best.get(0));
  }

  private static String about(Ranking ranking, List<SliceMode> modes, String same) {
    return "%s costs %s in %s"
        .formatted(
            ranking.subject().label(),
            same,
            modes.size() == ranking.costs().size() ? "all of them" : joined(modes, " and "));
  }

  private static String cheapest(Ranking ranking, SliceMode mode) {
    Score score = ranking.cost(mode).score();
    Ranking.Cost next = ranking.next(mode).orElseThrow();
    double ratio = next.score().ratioTo(score);
    double error = Best.logError(score, next.score());
    return ratio > 1 && Best.isTold(score, next.score())
        ? "%s has the cheapest %s (%s, the next, costs %s)"
            .formatted(mode, ranking.subject().label(), next.mode(), factor(ratio))
        : String.format(
            Locale.ROOT,
            "%s has the cheapest %s, or one about as cheap (%s costs %.2f to %.2f times as much)",
            mode,
            ranking.subject().label(),
            next.mode(),
            ratio * Math.exp(-error),
            ratio * Math.exp(error));
  }

  private static String factor(double ratio) {
    return ratio < SMALLEST_FACTOR
        ? String.format(Locale.ROOT, "%.0f %% more", 100 * (ratio - 1))
        : String.format(Locale.ROOT, "%.1f times as much", ratio);
  }

  private static String either(Collection<SliceMode> modes) {
    return joined(modes, " or ");
  }

  private static String joined(Collection<SliceMode> modes, String word) {
    List<String> names = modes.stream().sorted().map(SliceMode::name).toList();
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + word + names.get(last);
  }
}
