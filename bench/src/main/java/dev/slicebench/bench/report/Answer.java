package dev.slicebench.bench.report;

import dev.slicebench.bench.run.Envelope;
import dev.slicebench.bench.run.Envelope.Broken;
import dev.slicebench.bench.run.RequestUnits;
import dev.slicebench.bench.run.Standing;
import dev.slicebench.bench.run.Standing.Verdict;
import dev.slicebench.bench.run.Subject;
import dev.slicebench.sidecar.CosmosMeter.Charges;
import dev.slicebench.sidecar.SidecarInfo;
import dev.slicebench.sidecar.SidecarKind;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which slice mode to use, from what was measured; never one that is not safe.
 *
 * @param store on which store
 * @param advice what to do, in a few words
 * @param reason the rest of the sentence, and more
 */
public record Answer(String store, String advice, String reason) {

  /** The answer of a run. */
  public static Answer of(Envelope envelope, Scores scores) {
    return of(
        scores,
        envelope.standings(),
        envelope.broken(),
        envelope.sidecar(),
        envelope.requestUnits());
  }

  /** The answer in a sentence or two. */
  public String text() {
    return "On " + store + ": " + advice + reason;
  }

  /**
   * The answer from figures. A mode with a broken cell is not recommended, since its figures are
   * not whole; one whose standing is unproven only where none is safe, and with a warning.
   */
  static Answer of(
      Scores scores,
      List<Standing> standings,
      List<Broken> broken,
      SidecarInfo sidecar,
      @Nullable RequestUnits requestUnits) {
    List<SliceMode> safe = usable(standings, broken, Verdict.SAFE);
    boolean proven = !safe.isEmpty();
    List<SliceMode> candidates = proven ? safe : usable(standings, broken, Verdict.UNPROVEN);
    Ranking append = Ranking.of(scores, Subject.APPEND, candidates);
    Ranking load = Ranking.of(scores, Subject.LOAD_WHOLE, candidates);
    String store = sidecar.backend();
    if (append.costs().isEmpty() || load.costs().isEmpty()) {
      return new Answer(store, "use none", ": no mode that is safe there was measured whole.");
    }
    StringBuilder reason =
        new StringBuilder(reason(append, load, candidates, proven ? "safe" : "possible"));
    if (!proven) {
      reason.append(
          " No mode is proven safe there: nothing was seen to break, which is not enough to trust it"
              + " with events.");
    }
    if (requestUnits != null) {
      reason.append(bill(Scores.of(requestUnits), candidates, requestUnits.source()));
    }
    if (sidecar.kind() == SidecarKind.EMBEDDED) {
      reason.append(
          " (Measured on the embedded sidecar, which is not Dapr: run it on your own store before"
              + " you decide.)");
    }
    return new Answer(store, advice(append, load), reason.toString());
  }

  private static String bill(Scores charges, List<SliceMode> candidates, Charges source) {
    Ranking append = Ranking.of(charges, Subject.APPEND, candidates);
    Ranking load = Ranking.of(charges, Subject.LOAD_WHOLE, candidates);
    if (candidates.size() < 2 || append.costs().isEmpty() || load.costs().isEmpty()) {
      return "";
    }
    return " In request units, "
        + (source == Charges.MEASURED ? "measured" : "modelled")
        + ", "
        + lead(append)
        + ", and "
        + lead(load)
        + ".";
  }

  private static List<SliceMode> usable(
      List<Standing> standings, List<Broken> broken, Verdict verdict) {
    return standings.stream()
        .filter(standing -> standing.verdict() == verdict)
        .map(Standing::mode)
        .filter(mode -> broken.stream().noneMatch(one -> isOurs(one, mode)))
        .toList();
  }

  private static boolean isOurs(Broken broken, SliceMode mode) {
    return broken.cell().mode() == mode
        && broken.cell().protocol() == dev.slicebench.bench.jmh.Protocol.OURS;
  }

  private static String advice(Ranking append, Ranking load) {
    List<SliceMode> both = cheapestInBoth(append, load);
    return both.isEmpty()
        ? "use %s if you append more than you load, and %s if you load more"
            .formatted(either(append.best()), either(load.best()))
        : "use " + either(both);
  }

  private static String reason(
      Ranking append, Ranking load, List<SliceMode> candidates, String kind) {
    if (candidates.size() == 1) {
      return ", the only " + kind + " mode that was measured.";
    }
    String among = cheapestInBoth(append, load).isEmpty() ? "" : "of the " + kind + " modes, ";
    return ": %s%s, and %s.".formatted(among, lead(append), lead(load));
  }

  private static List<SliceMode> cheapestInBoth(Ranking append, Ranking load) {
    List<SliceMode> both = new ArrayList<>(append.best());
    both.retainAll(load.best());
    return both;
  }

  /** How the best compare with the rest. */
  private static String lead(Ranking ranking) {
    String subject = ranking.subject().label();
    List<SliceMode> best = ranking.best();
    Ranking.Cost first = ranking.costs().get(0);
    if (best.size() > 1) {
      String among = best.size() == ranking.costs().size() ? "any of them" : all(best);
      return "there is no measurable difference in %s between %s".formatted(subject, among);
    }
    Ranking.Cost next = Objects.requireNonNull(ranking.costs().get(1));
    return String.format(
        Locale.ROOT,
        "%s has the cheapest %s (%s, the next, costs %.1f times as much)",
        first.mode(),
        subject,
        next.mode(),
        next.perOp() / first.perOp());
  }

  private static String either(Collection<SliceMode> modes) {
    return joined(modes, " or ");
  }

  private static String all(Collection<SliceMode> modes) {
    return joined(modes, " and ");
  }

  private static String joined(Collection<SliceMode> modes, String word) {
    List<String> names = modes.stream().sorted().map(SliceMode::name).toList();
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + word + names.get(last);
  }
}
